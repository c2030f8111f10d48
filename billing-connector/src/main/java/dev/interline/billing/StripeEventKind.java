package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.SourceVersion;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A type of Stripe's events that means something.
 *
 * @param rank its place among the events of one second
 * @param reading the meaning of an event at that version
 * @param subject the entity it is about: the customer where Stripe says whose it is, else what it hangs on
 */
record StripeEventKind(
        int rank,
        BiFunction<StripeEvent, SourceVersion, CanonicalPayload> reading,
        Function<JsonNode, String> subject) {

    private static final Map<String, StripeEventKind> KINDS = new StripeEventKinds().all();

    /** What says nothing that another event of the same change does not say. */
    private static final Map<String, String> TWICE_TOLD = Map.of(
            "invoice.payment_succeeded", "invoice.paid says the same, also of payments by other means",
            "invoice.sent", "invoice.finalized says the same; this is only the e-mail",
            "plan.created", "price.created says the same",
            "plan.updated", "price.updated says the same",
            "plan.deleted", "price.deleted says the same");

    /** The types that mean something. */
    static Set<String> types() {
        return KINDS.keySet();
    }

    /** What an event of that type means; empty for types nobody asks for. */
    static Optional<StripeEventKind> of(String type) {
        return Optional.ofNullable(KINDS.get(type));
    }

    /** Why an event of a type without meaning is left alone. */
    static String whyIgnored(String type) {
        return TWICE_TOLD.getOrDefault(type, "no route asks for " + type);
    }

    /** The meaning, and the version it has. */
    CanonicalPayload read(StripeEvent event) {
        return reading.apply(event, event.version(rank));
    }
}
