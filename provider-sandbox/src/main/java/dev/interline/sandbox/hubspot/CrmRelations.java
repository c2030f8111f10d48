package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import java.util.List;

/** What goes beyond one object: associations (version 4), merges, GDPR deletions and pipelines. */
final class CrmRelations {

    /** {@code GET /crm/v4/objects/{type}/{id}/associations/{to}}. */
    Answer list(HubSpotCall call) {
        ObjectNode from = existing(call, call.type(), call.id());
        ObjectNode page = Json.object();
        page.set(
                "results",
                call.portal().associations().listed(call.type(), from.path("id").asText(), other(call, 7)));
        return Answer.json(200, page);
    }

    /** {@code PUT /crm/v4/objects/{type}/{id}/associations/default/{to}/{toId}}: again changes nothing. */
    Answer associate(HubSpotCall call) {
        CrmType to = other(call, 8);
        String toId = call.http().segments().get(9);
        ObjectNode result = associate(call, call.type(), call.id(), to, toId);
        ObjectNode body = Json.object().put("status", "COMPLETE");
        body.putArray("results").add(result);
        return Answer.json(200, body);
    }

    /** {@code POST /crm/v4/associations/{type}/{to}/batch/associate/default}: every input stands for itself. */
    Answer associateBatch(HubSpotCall call) {
        CrmType to = other(call, 5);
        JsonNode inputs = call.body().path("inputs");
        if (!inputs.isArray() || inputs.isEmpty()) {
            throw HubSpotErrors.validation("Invalid input JSON: inputs must be a list with at least one element");
        }
        ArrayNode results = Json.array();
        ArrayNode errors = Json.array();
        for (JsonNode input : inputs) {
            try {
                results.add(associate(
                        call,
                        call.type(),
                        input.path("from").path("id").asText(),
                        to,
                        input.path("to").path("id").asText()));
            } catch (Refusal refusal) {
                call.effects().rejected(null, null, refusal.reason());
                errors.add(Json.object(refusal.answer().body()));
            }
        }
        ObjectNode body = Json.object().put("status", "COMPLETE");
        body.set("results", results);
        if (!errors.isEmpty()) {
            body.put("numErrors", errors.size()).set("errors", errors);
        }
        return Answer.json(errors.isEmpty() ? 200 : 207, body);
    }

    private static ObjectNode associate(HubSpotCall call, CrmType type, String id, CrmType to, String toId) {
        String from = existing(call, type, id).path("id").asText();
        String target = existing(call, to, toId).path("id").asText();
        call.portal()
                .associations()
                .associate(type, from, to, target, call.writer().events());
        call.effects().applied(type.plural() + "/" + from + "/" + to.plural() + "/" + target, null, null);
        ObjectNode result = Json.object();
        result.putObject("from").put("id", from);
        result.putObject("to").put("id", target);
        result.putObject("associationSpec")
                .put("associationCategory", "HUBSPOT_DEFINED")
                .put("associationTypeId", 279);
        return result;
    }

    /** {@code POST /crm/v3/objects/{type}/merge}: answers with the object that is left. */
    Answer merge(HubSpotCall call) {
        ObjectNode body = call.body();
        ObjectNode primary =
                existing(call, call.type(), body.path("primaryObjectId").asText());
        ObjectNode gone =
                existing(call, call.type(), body.path("objectIdToMerge").asText());
        if (primary.path("id").equals(gone.path("id"))) {
            throw HubSpotErrors.validation("Cannot merge an object into itself");
        }
        ObjectNode left = call.writer().merge(call.type(), primary, gone);
        call.effects().applied(left.path("id").asText(), HubSpotCall.externalId(left), body);
        return Answer.json(200, CrmWriter.shown(call.portal(), call.type(), left, List.of()));
    }

    /** {@code POST /crm/v3/objects/contacts/gdpr-delete}: by id, or by another unique property. */
    Answer forget(HubSpotCall call) {
        if (call.type() != CrmType.CONTACTS) {
            throw HubSpotErrors.notFound();
        }
        ObjectNode body = call.body();
        ObjectNode row = call.portal()
                .find(
                        call.type(),
                        CrmObjects.uniqueProperty(call, body.path("idProperty").asText()),
                        body.path("objectId").asText())
                .orElseThrow(HubSpotErrors::notFound);
        call.writer().forget(call.type(), row);
        call.effects().applied(row.path("id").asText(), HubSpotCall.externalId(row), null);
        return Answer.noContent();
    }

    /** {@code GET /crm/v3/pipelines/deals}. */
    Answer pipelines(HubSpotCall call) {
        ObjectNode page = Json.object();
        page.putArray("results").addAll(call.type() == CrmType.DEALS ? StandardProperties.pipelines() : List.of());
        return Answer.json(200, page);
    }

    /** {@code GET /crm/v3/pipelines/deals/{id}}. */
    Answer pipeline(HubSpotCall call) {
        return StandardProperties.pipelines().stream()
                .filter(pipeline -> call.type() == CrmType.DEALS
                        && pipeline.path("id").asText().equals(call.id()))
                .findFirst()
                .map(pipeline -> Answer.json(200, pipeline))
                .orElseThrow(HubSpotErrors::notFound);
    }

    private static ObjectNode existing(HubSpotCall call, CrmType type, String id) {
        return call.portal().find(type, "", id).orElseThrow(HubSpotErrors::notFound);
    }

    /** The type a segment of the path names. */
    private static CrmType other(HubSpotCall call, int segment) {
        String name = call.http().segments().get(segment);
        return CrmType.named(name)
                .orElseThrow(() -> HubSpotErrors.validation("Unable to infer object type from: " + name));
    }
}
