package dev.interline.crm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.provider.ProviderAnswer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One record as HubSpot's object API shows it: every property is a text, or null, or not there, which all mean the same.
 *
 * @param properties an object
 * @param associations by the plural of the other side; a missing node if none were asked for
 */
record HubSpotRecord(String id, JsonNode properties, JsonNode associations, Instant updatedAt) {

    private static final int MAX_VALUE = 255;

    /**
     * Reads an answer.
     *
     * @throws FailureException if it lacks what every record has
     */
    static HubSpotRecord of(HubSpotRecordType type, ProviderAnswer answer) {
        JsonNode record = answer.body();
        String id = record.path("id").asText("");
        if (id.isEmpty()
                || id.length() > MAX_VALUE
                || !record.path("properties").isObject()) {
            throw new FailureException(Failure.of(
                    FailureKind.UNMAPPABLE,
                    HubSpotFailures.PREFIX + "-1101",
                    type.word() + " has no id or no properties"));
        }
        return new HubSpotRecord(
                id, record.path("properties"), record.path("associations"), updatedAt(type, record.path("updatedAt")));
    }

    private static Instant updatedAt(HubSpotRecordType type, JsonNode text) {
        try {
            return OffsetDateTime.parse(text.asText("")).toInstant();
        } catch (DateTimeException absent) {
            throw new FailureException(Failure.of(
                    FailureKind.UNMAPPABLE,
                    HubSpotFailures.PREFIX + "-1102",
                    type.word() + ".updatedAt is not a time"));
        }
    }

    ExternalRef ref() {
        return new ExternalRef(BusinessSystem.CRM, id);
    }

    /** Read back by a command with that id. */
    SourceVersion version(String commandId) {
        return new SourceVersion(updatedAt, SourceVersion.OBSERVED, commandId);
    }

    /** The property's value; empty if it has none. */
    String text(String property) {
        JsonNode value = properties.path(property);
        return value.isNull() ? "" : CanonicalText.clean(value.asText(""), MAX_VALUE);
    }

    /**
     * The company this record belongs to first: HubSpot gives the primary one a type of its own
     * ({@code contact_to_company}) beside that of any ({@code contact_to_company_unlabeled}).
     */
    @Nullable
    ExternalRef company(HubSpotRecordType type) {
        JsonNode companies = associations.path("companies").path("results");
        String primary = type.word() + "_to_company";
        String found = "";
        for (JsonNode one : companies) {
            String company = one.path("id").asText("");
            if (one.path("type").asText("").equals(primary)) {
                return company.isEmpty() ? null : new ExternalRef(BusinessSystem.CRM, company);
            }
            found = found.isEmpty() ? company : found;
        }
        return found.isEmpty() ? null : new ExternalRef(BusinessSystem.CRM, found);
    }
}
