package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.provider.HttpFailures;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import java.time.Duration;
import java.util.Optional;

/** What Zendesk's answers mean; {@code error} is a word in most and an object in some. */
final class ZendeskFailures {

    static final String PREFIX = "SUPPORT";

    /** Another organization has that name; names are unique. */
    static final String NAME_TAKEN = PREFIX + "-2005";

    /** The ticket is closed for good. */
    static final String TICKET_CLOSED = PREFIX + "-2006";

    /** The organization is not there yet. */
    static final String NO_ORGANIZATION = PREFIX + "-2004";

    private static final Duration THROTTLED_REST = Duration.ofSeconds(30);

    private ZendeskFailures() {}

    /** The failure an answer stands for; empty for a 2xx. */
    static Optional<Failure> of(OperationDescriptor operation, ProviderAnswer answer) {
        return HttpFailures.of(PREFIX, operation, answer).map(failure -> refine(operation, answer, failure));
    }

    private static Failure refine(OperationDescriptor operation, ProviderAnswer answer, Failure failure) {
        JsonNode error = answer.body().path("error");
        String word = CanonicalText.clean(
                error.isTextual() ? error.asText() : error.path("title").asText(""), 60);
        String details = answer.body().path("details").toString();
        return switch (answer.status()) {
            case 429 ->
                failure.retryAfter() == null
                        ? new Failure(failure.kind(), failure.code(), failure.detail(), THROTTLED_REST)
                        : failure;
            case 400 ->
                word.equals("IdempotentRequestError")
                        ? Failure.of(
                                FailureKind.DEFECT,
                                PREFIX + "-2400",
                                operation.name() + " was repeated with the same key and other content")
                        : withWord(failure, word);
            case 422 -> {
                if (details.contains("DuplicateValue") || details.contains("already been taken")) {
                    yield Failure.of(FailureKind.REJECTED, NAME_TAKEN, "the name or key is taken");
                }
                if (details.contains("closed prevents ticket update")) {
                    yield Failure.of(FailureKind.REJECTED, TICKET_CLOSED, "the ticket is closed");
                }
                yield withWord(failure, word);
            }
            default -> failure;
        };
    }

    private static Failure withWord(Failure failure, String word) {
        return word.matches("[A-Za-z]{1,60}")
                ? Failure.of(failure.kind(), failure.code(), failure.detail() + " (" + word + ")")
                : failure;
    }
}
