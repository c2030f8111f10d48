package dev.interline.crm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.provider.HttpFailures;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What HubSpot's answers mean (<a href="https://developers.hubspot.com/docs/api-reference/error-handling">error
 * handling</a>). All fields of an error are optional, its body may be HTML or nothing, and a 2xx may hold errors.
 */
final class HubSpotFailures {

    static final String PREFIX = "CRM";

    /** An answer that is not JSON, so that nobody knows what was said; the SDK uses the same code. */
    static final String NOT_JSON = PREFIX + "-2003";

    /** The portal lacks one of our properties: it is new to us. */
    static final String MISSING_PROPERTY = PREFIX + "-2010";

    /** There is no such record. */
    static final String NOT_FOUND = PREFIX + "-2404";

    /** Something of that name exists already. */
    static final String EXISTS = PREFIX + "-2409";

    /** A batch was answered without what it must hold. */
    static final String NO_RESULT = PREFIX + "-2005";

    private static final Pattern EXISTING_ID = Pattern.compile("Existing ID: (\\d{1,20})");

    /** The day ends at midnight of the portal's time zone, which we do not know: we look every hour. */
    private static final Duration DAILY_REST = Duration.ofHours(1);

    private HubSpotFailures() {}

    /** The failure an answer stands for; empty if all of it worked. */
    static Optional<Failure> of(OperationDescriptor operation, ProviderAnswer answer) {
        JsonNode body = answer.body();
        if (answer.isSuccess()) {
            JsonNode errors = body.path("errors");
            return errors.isArray() && !errors.isEmpty()
                    ? Optional.of(rejected(operation, errors.path(0), answer.status()))
                    : Optional.empty();
        }
        return HttpFailures.of(PREFIX, operation, answer).map(failure -> switch (answer.status()) {
            case 429, 477 -> throttled(failure, body);
            case 400 -> answer.readable() ? rejected(operation, body, 400) : unexplained(operation, answer);
            default -> failure;
        });
    }

    /** The record that a conflict is with; HubSpot names it in the text for people only. */
    static Optional<String> existingId(ProviderAnswer answer) {
        Matcher matcher = EXISTING_ID.matcher(answer.body().toString());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** HubSpot says in JSON what it refuses; a refusal without it is damaged on its way, or not from HubSpot. */
    private static Failure unexplained(OperationDescriptor operation, ProviderAnswer answer) {
        return Failure.of(
                operation.hasEffect() ? FailureKind.AMBIGUOUS : FailureKind.UNAVAILABLE,
                NOT_JSON,
                operation.name() + " was answered " + answer.status() + " with a body that is not JSON");
    }

    private static Failure rejected(OperationDescriptor operation, JsonNode error, int status) {
        String text = error.toString();
        if (text.contains("PROPERTY_DOESNT_EXIST") || text.contains("does not exist") && text.contains("roperty")) {
            return Failure.of(FailureKind.REJECTED, MISSING_PROPERTY, "the portal lacks a property we write");
        }
        if (text.contains("already exists") || error.path("category").asText("").equals("CONFLICT")) {
            return Failure.of(FailureKind.REJECTED, EXISTS, "it exists already");
        }
        String category = CanonicalText.clean(error.path("category").asText("unnamed"), 60);
        return Failure.of(
                FailureKind.REJECTED,
                PREFIX + "-2400",
                operation.name() + " was refused with " + status + ", category " + category);
    }

    private static Failure throttled(Failure failure, JsonNode body) {
        Duration wait =
                switch (body.path("policyName").asText("")) {
                    case "TEN_SECONDLY_ROLLING" -> Duration.ofSeconds(10);
                    case "SECONDLY" -> Duration.ofSeconds(1);
                    case "DAILY" -> DAILY_REST;
                    default -> failure.retryAfter() == null ? Duration.ofSeconds(5) : failure.retryAfter();
                };
        return new Failure(FailureKind.THROTTLED, failure.code(), failure.detail(), wait);
    }
}
