package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.provider.ProviderAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** What is made once per key for ever: the command's own key stands in its metadata, and is looked for before anything is made. */
@ApplicationScoped
@Named("stripeKeys")
public class StripeKeys {

    /** Whether there is something with the key already. */
    static final String FOUND = "MadeBefore";

    /** The most Stripe lists at once. */
    static final String LIMIT = "100";

    private static final String WANTED = "WantedKey";
    private static final String MADE = "MadeId";

    /**
     * What to look for.
     *
     * @param name where the key stands in the metadata
     * @param records what is looked through, for people
     */
    private record Wanted(String name, String key, String records) {}

    /** Notes what the next answer is to be looked through for. */
    static void lookFor(Exchange exchange, String name, String key, String records) {
        exchange.setProperty(WANTED, new Wanted(name, key, records));
    }

    /**
     * Notes whether there is one with the key.
     *
     * @throws dev.interline.durable.failure.FailureException if the list is not whole: that there is none must be certain
     */
    public void found(Exchange exchange, @Body ProviderAnswer answer) {
        Wanted wanted = Objects.requireNonNull(exchange.getProperty(WANTED, Wanted.class), WANTED);
        Optional<String> id = find(answer.body(), wanted);
        exchange.getMessage().setHeader(FOUND, id.isPresent());
        exchange.setProperty(MADE, id.orElse(null));
    }

    private static Optional<String> find(JsonNode list, Wanted wanted) {
        for (JsonNode record : list.path("data")) {
            if (record.path("metadata").path(wanted.name()).asText("").equals(wanted.key())) {
                return StripeFields.id(record);
            }
        }
        if (!list.path("data").isArray() || list.path("has_more").asBoolean(true)) {
            throw StripeFailures.refused("its " + wanted.records() + " cannot be looked through");
        }
        return Optional.empty();
    }

    /** Notes what was made. */
    public void made(Exchange exchange, @Body ProviderAnswer answer) {
        exchange.setProperty(MADE, StripeFields.id(answer.body()).orElse(null));
    }

    /** What was found or made. */
    public CommandOutcome outcome(Exchange exchange) {
        String id = exchange.getProperty(MADE, String.class);
        return CommandOutcome.done(id == null ? null : new ExternalRef(BusinessSystem.BILLING, id));
    }
}
