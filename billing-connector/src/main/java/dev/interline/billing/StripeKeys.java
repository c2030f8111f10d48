package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.provider.ProviderAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * What is made once per key for ever: the command's own key stands in its metadata, and is looked for before anything is made.
 * Beside it stands a digest of what was asked for. Who asks for something else under the key is refused, as Stripe refuses
 * the key of another request; what people have changed there since does not matter. What bears no digest is taken for what
 * is wanted.
 */
@ApplicationScoped
@Named("stripeKeys")
public class StripeKeys {

    /** Whether there is something with the key already. */
    static final String FOUND = "MadeBefore";

    /** The most Stripe lists at once. */
    static final String LIMIT = "100";

    /** Where the digest of what was asked for stands in Stripe. */
    static final String ASKED = "interline_asked";

    private static final String WANTED = "WantedKey";
    private static final String MADE = "MadeId";

    /**
     * What is to be there once.
     *
     * @param name where the key stands in the metadata
     * @param records what is looked through, for people
     * @param asked what the command asks for, the same however often and with whichever release it is carried out: what we
     *     always send is not in it
     */
    record Once(String name, String key, String records, Supplier<StripeForm> asked) {

        /** The key alone: what is asked for may say who a person is. */
        @Override
        public String toString() {
            return name + "=" + key;
        }
    }

    /** Notes what the next answer is to be looked through for. */
    static void lookFor(Exchange exchange, Once wanted) {
        exchange.setProperty(WANTED, wanted);
    }

    /** The form with the marks by which what it makes is found again. */
    static StripeForm marked(Exchange exchange, StripeForm form) {
        Once wanted = wanted(exchange);
        return form.with("metadata[" + ASKED + "]", wanted.asked().get().digest())
                .with("metadata[" + wanted.name() + "]", wanted.key());
    }

    /**
     * Notes whether there is one with the key.
     *
     * @throws dev.interline.durable.failure.FailureException if something else was asked for under the key, or the list is
     *     not whole: that there is none must be certain
     */
    public void found(Exchange exchange, @Body ProviderAnswer answer) {
        Optional<String> id = find(answer.body(), wanted(exchange));
        exchange.getMessage().setHeader(FOUND, id.isPresent());
        exchange.setProperty(MADE, id.orElse(null));
    }

    private static Optional<String> find(JsonNode list, Once wanted) {
        for (JsonNode record : list.path("data")) {
            JsonNode metadata = record.path("metadata");
            if (metadata.path(wanted.name()).asText("").equals(wanted.key())) {
                String asked = metadata.path(ASKED).asText("");
                if (!asked.isEmpty() && !asked.equals(wanted.asked().get().digest())) {
                    throw new FailureException(StripeFailures.otherRequest());
                }
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

    private static Once wanted(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(WANTED, Once.class), WANTED);
    }

    /**
     * What Stripe calls what was found or made.
     *
     * @throws FailureException if the answer did not say: the next attempt looks again
     */
    static String id(Exchange exchange) {
        String id = exchange.getProperty(MADE, String.class);
        if (id == null) {
            throw new FailureException(StripeFailures.nameless());
        }
        return id;
    }

    /** What was found or made. */
    public CommandOutcome outcome(Exchange exchange) {
        String id = exchange.getProperty(MADE, String.class);
        return CommandOutcome.done(id == null ? null : new ExternalRef(BusinessSystem.BILLING, id));
    }
}
