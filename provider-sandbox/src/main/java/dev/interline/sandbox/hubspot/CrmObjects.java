package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Single CRM objects and their lists: {@code /crm/v3/objects/{type}}. */
final class CrmObjects {
    private static final int DEFAULT_PAGE = 10;
    private static final int MAX_PAGE = 100;

    Answer create(HubSpotCall call) {
        JsonNode properties = call.body().path("properties");
        List<Association> associations = associations(call);
        ObjectNode row = call.writer().create(call.type(), properties);
        associations.forEach(to -> call.portal()
                .associations()
                .associate(
                        call.type(),
                        row.path("id").asText(),
                        to.type(),
                        to.id(),
                        call.writer().events()));
        call.effects().applied(row.path("id").asText(), HubSpotCall.externalId(row), properties);
        return Answer.json(201, CrmWriter.shown(call.portal(), call.type(), row, HubSpotCall.names(properties)));
    }

    private record Association(CrmType type, String id) {}

    /** The associations wanted at creation, by HubSpot's numbers of their types; each other side must exist. */
    private static List<Association> associations(HubSpotCall call) {
        List<Association> associations = new ArrayList<>();
        for (JsonNode wanted : call.body().path("associations")) {
            int number = wanted.path("types").path(0).path("associationTypeId").asInt();
            CrmType to =
                    switch (number) {
                        case 1, 5, 190, 279, 341 -> CrmType.COMPANIES;
                        case 3, 202 -> CrmType.CONTACTS;
                        case 214 -> CrmType.DEALS;
                        default -> throw HubSpotErrors.validation("associationTypeId " + number + " does not exist");
                    };
            String id = wanted.path("to").path("id").asText();
            if (call.portal().find(to, "", id).isEmpty()) {
                throw HubSpotErrors.notFound();
            }
            associations.add(new Association(to, id));
        }
        return associations;
    }

    Answer get(HubSpotCall call) {
        boolean archived =
                call.http().query().first("archived").filter("true"::equals).isPresent();
        ObjectNode row = archived
                ? call.portal()
                        .objects(call.type())
                        .find(call.id())
                        .filter(one -> one.path("archived").asBoolean())
                        .orElseThrow(HubSpotErrors::notFound)
                : existing(call);
        ObjectNode shown = CrmWriter.shown(
                call.portal(), call.type(), row, call.http().query().list("properties"));
        for (String other : call.http().query().list("associations")) {
            CrmType to = CrmType.named(other)
                    .orElseThrow(() -> HubSpotErrors.validation("Unable to infer object type from: " + other));
            ArrayNode results = call.portal()
                    .associations()
                    .shown(call.type(), row.path("id").asText(), to);
            if (!results.isEmpty()) {
                shown.withObject("/associations").putObject(to.plural()).set("results", results);
            }
        }
        return Answer.json(200, shown);
    }

    Answer update(HubSpotCall call) {
        ObjectNode existing = existing(call);
        JsonNode properties = call.body().path("properties");
        ObjectNode row = call.writer().update(call.type(), existing, properties);
        call.effects().applied(row.path("id").asText(), HubSpotCall.externalId(row), properties);
        return Answer.json(200, CrmWriter.shown(call.portal(), call.type(), row, HubSpotCall.names(properties)));
    }

    /** Archives; an object that is archived already is no error. */
    Answer archive(HubSpotCall call) {
        ObjectNode row = call.portal().objects(call.type()).find(call.id()).orElseThrow(HubSpotErrors::notFound);
        if (!row.path("archived").asBoolean()) {
            call.writer().archive(call.type(), row);
        }
        call.effects().applied(call.id(), HubSpotCall.externalId(row), null);
        return Answer.noContent();
    }

    private static ObjectNode existing(HubSpotCall call) {
        return call.portal()
                .find(call.type(), uniqueProperty(call, call.idProperty()), call.id())
                .orElseThrow(HubSpotErrors::notFound);
    }

    /** The id property, which must have unique values; empty for the object id. */
    static String uniqueProperty(HubSpotCall call, String name) {
        if (name.isEmpty() || name.equals("hs_object_id")) {
            return "";
        }
        CrmProperty property = call.portal().properties(call.type()).get(name);
        if (property == null) {
            throw HubSpotErrors.validation("Property \"" + name + "\" does not exist");
        }
        if (!property.unique()) {
            throw HubSpotErrors.validation("The property \"" + name
                    + "\" is not a unique identifier property and cannot be used as the idProperty.");
        }
        return name;
    }

    Answer list(HubSpotCall call) {
        int limit = call.limit(DEFAULT_PAGE, MAX_PAGE);
        boolean archived =
                call.http().query().first("archived").filter("true"::equals).isPresent();
        Optional<String> after = call.http().query().first("after").filter(text -> !text.isEmpty());
        List<ObjectNode> rows = call.portal()
                .objects(call.type())
                .ascending(after.orElse(null))
                .filter(row -> row.path("archived").asBoolean() == archived)
                .limit(limit + 1L)
                .toList();
        boolean more = rows.size() > limit;
        List<ObjectNode> shown = more ? rows.subList(0, limit) : rows;
        List<String> properties = call.http().query().list("properties");
        ObjectNode page = Json.object();
        page.putArray("results")
                .addAll(shown.stream()
                        .map(row -> CrmWriter.shown(call.portal(), call.type(), row, properties))
                        .toList());
        if (more) {
            String next = shown.get(limit - 1).path("id").asText();
            page.putObject("paging")
                    .putObject("next")
                    .put("after", next)
                    .put("link", call.http().base() + call.http().path() + "?limit=" + limit + "&after=" + next);
        }
        return Answer.json(200, page);
    }
}
