package dev.interline.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.provider.PresentState;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Batches of one: the only calls of HubSpot that are safe to repeat name the record by a unique property of ours. */
final class HubSpotUpsert {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private HubSpotUpsert() {}

    /** Makes or updates the record with that value of a unique property. */
    static ProviderRequest upsert(HubSpotRecordType type, String key, String id, ObjectNode properties) {
        return batch(type, "upsert", key, id, properties);
    }

    /** Updates the record with that value of a unique property, or with that id if the property is empty. */
    static ProviderRequest update(HubSpotRecordType type, String key, String id, ObjectNode properties) {
        return batch(type, "update", key, id, properties);
    }

    private static ProviderRequest batch(
            HubSpotRecordType type, String verb, String key, String id, ObjectNode properties) {
        ObjectNode input = JSON.objectNode();
        if (!key.isEmpty()) {
            input.put("idProperty", key);
        }
        input.put("id", id).put("objectWriteTraceId", id);
        input.set("properties", properties);
        ObjectNode request = JSON.objectNode();
        request.putArray("inputs").add(input);
        return ProviderRequest.post(type.path() + "/batch/" + verb, request);
    }

    /**
     * The record that was written.
     *
     * @throws FailureException if the answer does not have it: then nobody knows whether it was written
     */
    static JsonNode written(ProviderAnswer answer) {
        JsonNode record = answer.body().path("results").path(0);
        if (record.path("id").asText("").isEmpty()) {
            throw new FailureException(Failure.of(
                    FailureKind.AMBIGUOUS, HubSpotFailures.NO_RESULT, "a batch was answered without its result"));
        }
        return record;
    }

    /**
     * The record that was written, and what of it as HubSpot's webhooks will tell of it; our own properties are not
     * listened to.
     *
     * @param request the batch of one
     */
    static CommandOutcome outcome(HubSpotRecordType type, ProviderRequest request, ProviderAnswer answer) {
        JsonNode record = written(answer);
        Map<String, String> written = new HashMap<>();
        PresentState.texts(request.json().path("inputs").path(0).path("properties"))
                .forEach((property, value) -> {
                    if (!property.startsWith("interline_")) {
                        written.put(type.ledgerField(property), HubSpotTimes.comparable(property, value));
                    }
                });
        return new CommandOutcome(
                new ExternalRef(BusinessSystem.CRM, record.path("id").asText()), List.of(), written);
    }

    static ExternalRef writtenRef(ProviderAnswer answer) {
        return new ExternalRef(BusinessSystem.CRM, written(answer).path("id").asText());
    }

    /** The record that a batch of one is about, as it is now; values of {@code hidden} properties are not shown. */
    static Optional<PresentState> presentState(HubSpotRecordType type, ProviderRequest request, Set<String> hidden) {
        JsonNode input = request.json().path("inputs").path(0);
        Map<String, String> intended = HubSpotTimes.comparable(PresentState.texts(input.path("properties")));
        intended.keySet().removeAll(hidden);
        if (intended.isEmpty()) {
            return Optional.empty();
        }
        ProviderRequest read = read(
                type,
                input.path("idProperty").asText(""),
                input.path("id").asText(),
                String.join(",", new TreeSet<>(intended.keySet())));
        return Optional.of(new PresentState(
                read,
                answer ->
                        HubSpotTimes.comparable(PresentState.texts(answer.body().path("properties"))),
                intended));
    }

    /** Reads the record with that value of a unique property, or with that id if the property is empty. */
    static ProviderRequest read(HubSpotRecordType type, String key, String id, String properties) {
        String path = type.path() + "/" + ProviderRequest.segment(id);
        return ProviderRequest.get(
                path,
                key.isEmpty() ? Map.of("properties", properties) : Map.of("idProperty", key, "properties", properties));
    }

    /** The definition of a property. */
    static ObjectNode property(String name, String label, String group) {
        return JSON.objectNode()
                .put("name", name)
                .put("label", label)
                .put("type", "string")
                .put("fieldType", "text")
                .put("groupName", group)
                .put("hasUniqueValue", true);
    }

    /** Makes properties; one that is there already is refused with a conflict. */
    static ProviderRequest createProperties(HubSpotRecordType type, ObjectNode... properties) {
        ObjectNode request = JSON.objectNode();
        request.putArray("inputs").addAll(List.of(properties));
        return ProviderRequest.post("/crm/v3/properties/" + type.plural() + "/batch/create", request);
    }
}
