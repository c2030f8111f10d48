package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Batches of up to 100: every input stands for itself, a failed one leaves the others done (207), and results do not come in
 * the order of the inputs.
 */
final class CrmBatches {
    private static final int MAX_INPUTS = 100;

    private interface Step {
        ObjectNode run(JsonNode input);
    }

    /** Creates or updates by a unique property; throws a 400 refusal for one that is not unique. */
    Answer upsert(HubSpotCall call) {
        JsonNode inputs = inputs(call, true);
        for (JsonNode input : inputs) {
            String idProperty = input.path("idProperty").asText();
            if (idProperty.isEmpty()) {
                throw HubSpotErrors.validation("idProperty is required for upserts");
            }
            CrmObjects.uniqueProperty(call, idProperty);
        }
        return run(call, inputs, 200, input -> {
            String idProperty = input.path("idProperty").asText();
            String id = input.path("id").asText();
            ObjectNode properties =
                    input.path("properties") instanceof ObjectNode given ? given.deepCopy() : Json.object();
            Optional<ObjectNode> existing = call.portal().find(call.type(), idProperty, id);
            if (existing.isEmpty() && idProperty.equals("hs_object_id")) {
                throw HubSpotErrors.notFound();
            }
            if (existing.isEmpty() && !properties.has(idProperty)) {
                properties.put(idProperty, id);
            }
            ObjectNode row = existing.isPresent()
                    ? call.writer().update(call.type(), existing.get(), properties)
                    : call.writer().create(call.type(), properties);
            return shown(call, row, properties).put("new", existing.isEmpty());
        });
    }

    Answer create(HubSpotCall call) {
        return run(call, inputs(call, false), 201, input -> {
            JsonNode properties = input.path("properties");
            return shown(call, call.writer().create(call.type(), properties), properties);
        });
    }

    Answer update(HubSpotCall call) {
        return run(call, inputs(call, true), 200, input -> {
            String idProperty =
                    CrmObjects.uniqueProperty(call, input.path("idProperty").asText());
            ObjectNode existing = call.portal()
                    .find(call.type(), idProperty, input.path("id").asText())
                    .orElseThrow(HubSpotErrors::notFound);
            JsonNode properties = input.path("properties");
            return shown(call, call.writer().update(call.type(), existing, properties), properties);
        });
    }

    Answer archive(HubSpotCall call) {
        for (JsonNode input : inputs(call, true)) {
            String id = input.path("id").asText();
            Optional<ObjectNode> row = call.portal().find(call.type(), "", id);
            row.ifPresent(found -> call.writer().archive(call.type(), found));
            call.effects().applied(id, row.map(HubSpotCall::externalId).orElse(null), null);
        }
        return Answer.noContent();
    }

    Answer read(HubSpotCall call) {
        ObjectNode body = call.body();
        String idProperty =
                CrmObjects.uniqueProperty(call, body.path("idProperty").asText());
        List<String> asked = HubSpotCall.names(body.path("properties"));
        ArrayNode results = Json.array();
        ArrayNode missing = Json.array();
        for (JsonNode input : inputs(call, true)) {
            String id = input.path("id").asText();
            call.portal()
                    .find(call.type(), idProperty, id)
                    .ifPresentOrElse(
                            row -> results.insert(0, CrmWriter.shown(call.portal(), call.type(), row, asked)),
                            () -> missing.add(id));
        }
        ArrayNode errors = Json.array();
        if (!missing.isEmpty()) {
            ObjectNode error = HubSpotErrors.error(
                    "OBJECT_NOT_FOUND",
                    "Could not get some " + call.type().plural().toUpperCase(Locale.ROOT)
                            + " objects, they may be deleted or not exist. Check that ids are valid.");
            error.remove("correlationId");
            error.putObject("context").set("ids", missing);
            errors.add(error);
        }
        return answer(call, 200, results, errors);
    }

    private static Answer run(HubSpotCall call, JsonNode inputs, int success, Step step) {
        ArrayNode results = Json.array();
        ArrayNode errors = Json.array();
        for (JsonNode input : inputs) {
            try {
                ObjectNode result = step.run(input);
                String trace = Json.text(input, "objectWriteTraceId");
                if (trace != null) {
                    result.put("objectWriteTraceId", trace);
                }
                String id = result.path("id").asText();
                ObjectNode row = call.portal().objects(call.type()).find(id).orElse(result);
                String external = HubSpotCall.externalId(row);
                call.effects().applied(id, external == null ? named(input) : external, input.path("properties"));
                results.insert(0, result);
            } catch (Refusal refusal) {
                call.effects().rejected(null, named(input), refusal.reason());
                errors.add(error(input, refusal));
            }
        }
        return answer(call, success, results, errors);
    }

    private static @Nullable String named(JsonNode input) {
        String external = HubSpotCall.externalId(input);
        return external != null || Json.text(input, "idProperty") == null ? external : Json.text(input, "id");
    }

    private static ObjectNode error(JsonNode input, Refusal refusal) {
        ObjectNode error = Json.object(refusal.answer().body());
        error.remove("correlationId");
        ObjectNode context = error.putObject("context");
        String id = Json.text(input, "id");
        String trace = Json.text(input, "objectWriteTraceId");
        if (id != null) {
            context.putArray("ids").add(id);
        }
        if (trace != null) {
            context.putArray("objectWriteTraceId").add(trace);
        }
        return error;
    }

    private static Answer answer(HubSpotCall call, int success, ArrayNode results, ArrayNode errors) {
        String time = CrmProperty.time(call.effects().now());
        ObjectNode body = Json.object().put("status", "COMPLETE");
        body.set("results", results);
        if (!errors.isEmpty()) {
            body.put("numErrors", errors.size());
            body.set("errors", errors);
        }
        body.put("startedAt", time).put("completedAt", time);
        return Answer.json(errors.isEmpty() ? success : 207, body);
    }

    private static ObjectNode shown(HubSpotCall call, ObjectNode row, JsonNode properties) {
        return CrmWriter.shown(call.portal(), call.type(), row, HubSpotCall.names(properties));
    }

    private static JsonNode inputs(HubSpotCall call, boolean needIds) {
        JsonNode inputs = call.body().path("inputs");
        if (!inputs.isArray() || inputs.isEmpty()) {
            throw HubSpotErrors.validation("Invalid input JSON: inputs must be a list with at least one element");
        }
        if (inputs.size() > MAX_INPUTS) {
            throw HubSpotErrors.validation(
                    "The maximum number of inputs supported in a batch request for property values is 100.");
        }
        Set<String> seen = new HashSet<>();
        List<String> twice = new ArrayList<>();
        for (JsonNode input : inputs) {
            String id = input.path("id").asText();
            if (needIds && id.isEmpty()) {
                throw HubSpotErrors.validation("Invalid input JSON: some required fields were not set: [id]");
            }
            if (needIds && !seen.add(id)) {
                twice.add(id);
            }
        }
        if (!twice.isEmpty()) {
            throw HubSpotErrors.validation("Duplicate IDs found in batch input: " + twice + ". IDs must be unique");
        }
        return inputs;
    }
}
