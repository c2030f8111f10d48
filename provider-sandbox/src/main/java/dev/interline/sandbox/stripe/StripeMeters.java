package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.util.Set;

/** Meters, and the usage that is reported to them: each identifier once. */
final class StripeMeters {
    private static final Set<String> CREATABLE = Set.of(
            "display_name",
            "event_name",
            "default_aggregation",
            "customer_mapping",
            "value_settings",
            "event_time_window");
    private static final Set<String> EVENT = Set.of("event_name", "payload", "identifier", "timestamp");
    private static final long OLDEST = 35 * 86_400L;
    private static final long NEWEST = 300;

    Answer create(StripeCall call) {
        StripeParams params = call.params().allow(CREATABLE);
        ObjectNode meter = Json.object()
                .put("id", call.books().ids().longId("mtr_"))
                .put("object", "billing.meter")
                .put("created", call.now());
        meter.set(
                "customer_mapping",
                Json.object().put("event_payload_key", "stripe_customer_id").put("type", "by_id"));
        meter.set(
                "default_aggregation",
                Json.object()
                        .put(
                                "formula",
                                params.nested("default_aggregation")
                                        .oneOf("formula", Set.of("count", "last", "sum"))
                                        .orElseThrow(() -> StripeErrors.missingParameter("default_aggregation"))));
        meter.put("display_name", params.required("display_name"))
                .put("event_name", params.required("event_name"))
                .putNull("event_time_window")
                .put("livemode", false)
                .put("status", "active")
                .put("updated", call.now());
        meter.set("value_settings", Json.object().put("event_payload_key", "value"));
        call.books().meters().put(meter.path("id").asText(), meter);
        call.events().emit("billing.meter.created", meter);
        return call.applied(meter);
    }

    Answer retrieve(StripeCall call) {
        return call.shown(find(call));
    }

    Answer deactivate(StripeCall call) {
        ObjectNode before = find(call);
        ObjectNode meter = before.deepCopy();
        meter.put("status", "inactive").put("updated", call.now());
        call.books().meters().put(call.id(), meter);
        call.events().updated("billing.meter.deactivated", before, meter);
        return call.applied(meter);
    }

    /** Taken in at once; whom it counts for is found out later, so a customer nobody knows is no error here. */
    Answer report(StripeCall call) {
        StripeParams params = call.params().allow(EVENT);
        StripeParams payload = params.nested("payload");
        String name = params.required("event_name");
        payload.required("stripe_customer_id");
        String value = payload.required("value");
        if (!value.matches("-?\\d+(\\.\\d+)?")) {
            throw StripeErrors.invalid(null, "Invalid value: must be a number", "payload[value]");
        }
        long at = params.integer("timestamp").orElse(call.now());
        if (at < call.now() - OLDEST) {
            throw StripeErrors.invalid(
                    "timestamp_too_far_in_past",
                    "The timestamp must be within the past 35 calendar days.",
                    "timestamp");
        }
        if (at > call.now() + NEWEST) {
            throw StripeErrors.invalid(
                    "timestamp_in_future", "The timestamp must be at most 5 minutes in the future.", "timestamp");
        }
        String identifier =
                params.text("identifier").orElseGet(() -> call.books().ids().longId("mevt_"));
        if (call.books().meterEvents().find(identifier).isPresent()) {
            throw StripeErrors.invalid(
                    null, "An event already exists with identifier " + identifier + ".", "identifier");
        }
        ObjectNode event = Json.object()
                .put("object", "billing.meter_event")
                .put("created", call.now())
                .put("event_name", name)
                .put("identifier", identifier)
                .put("livemode", false)
                .put("timestamp", at);
        event.set(
                "payload",
                Json.object()
                        .put("stripe_customer_id", payload.required("stripe_customer_id"))
                        .put("value", value));
        call.books().meterEvents().put(identifier, event);
        call.effects().applied(identifier, null, params.detail());
        return call.shown(event);
    }

    private static ObjectNode find(StripeCall call) {
        return call.books().meters().find(call.id()).orElseThrow(() -> StripeErrors.noSuch("meter", call.id()));
    }
}
