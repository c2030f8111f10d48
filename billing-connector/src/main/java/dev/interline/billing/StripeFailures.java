package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.provider.HttpFailures;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import java.util.Optional;

/** What Stripe's answers mean (<a href="https://docs.stripe.com/error-low-level">error handling</a>). */
final class StripeFailures {

    static final String PREFIX = "BILLING";

    /** The code of an answer that there is no such object. */
    static final String NOT_FOUND = PREFIX + "-2404";

    /** The code of an answer that what is wanted is the case already. */
    static final String DONE = PREFIX + "-2431";

    private StripeFailures() {}

    /** The failure an answer stands for; empty for a 2xx. */
    static Optional<Failure> of(OperationDescriptor operation, ProviderAnswer answer) {
        return HttpFailures.of(PREFIX, operation, answer).map(failure -> refine(failure, operation, answer));
    }

    private static Failure refine(Failure failure, OperationDescriptor operation, ProviderAnswer answer) {
        JsonNode error = answer.body().path("error");
        String code = error.path("code").asText("");
        boolean again =
                answer.header("stripe-should-retry").filter("true"::equals).isPresent();
        boolean never =
                answer.header("stripe-should-retry").filter("false"::equals).isPresent();
        if (answer.status() == 429) {
            // Contention for one object, without the header of a rate limit: not the connection's fault. Of the others
            // Stripe says not how long they last; the bucket rests longer each time.
            return code.equals("lock_timeout")
                            && answer.header("stripe-rate-limited-reason").isEmpty()
                    ? Failure.of(FailureKind.CONFLICT, PREFIX + "-2430", "another request holds the object")
                    : failure;
        }
        if (isDone(operation, code, error)) {
            return Failure.of(FailureKind.REJECTED, DONE, operation.name() + ": it is done already");
        }
        if (error.path("type").asText("").equals("idempotency_error") && answer.status() == 400) {
            return otherRequest();
        }
        if (answer.status() == 400 && !operation.hasEffect() && asksForNobody(code, error)) {
            return Failure.of(FailureKind.REJECTED, NOT_FOUND, operation.name() + ": nothing has an id it asks for");
        }
        if (answer.status() == 403 && operation.hasEffect()) {
            // What a restricted key may not do is no reason to stop what it may.
            return Failure.of(FailureKind.REJECTED, PREFIX + "-2403", operation.name() + " is not allowed to our key");
        }
        if (answer.status() >= 500) {
            // After a write, what Stripe calls final may still have been done: the key and the look-up decide.
            return never && !operation.hasEffect()
                    ? Failure.of(FailureKind.REJECTED, failure.code(), failure.detail() + "; Stripe says do not retry")
                    : failure;
        }
        FailureKind kind = failure.kind() == FailureKind.REJECTED && again ? FailureKind.UNAVAILABLE : failure.kind();
        return StripeFields.word(error.path("code"))
                .map(word -> Failure.of(kind, failure.code(), failure.detail() + ": " + word))
                .orElse(kind == failure.kind() ? failure : Failure.of(kind, failure.code(), failure.detail()));
    }

    /** A list of what belongs to something that is not there; a page that begins behind it is another matter. */
    private static boolean asksForNobody(String code, JsonNode error) {
        return code.equals("resource_missing")
                && !error.path("param").asText("").matches("starting_after|ending_before");
    }

    /** Someone else was faster, or an earlier attempt of ours: what is wanted is the case. */
    private static boolean isDone(OperationDescriptor operation, String code, JsonNode error) {
        return switch (operation.name()) {
            case "pay-invoice" -> code.equals("invoice_already_paid");
            // For what follows Stripe has no code, only these words.
            case "finalize-invoice" -> error.path("message").asText("").contains("already finalized");
            case "report-usage" -> error.path("message").asText("").matches("(?s).*already exists.*identifier.*");
            default -> false;
        };
    }

    /** The command's key was used for something else before, says Stripe or what is there. */
    static Failure otherRequest() {
        return Failure.of(
                FailureKind.REJECTED, PREFIX + "-2432", "the command's key was used for another request before");
    }

    /** A record was made, but the answer does not name it; under the same key the next attempt is told. */
    static Failure nameless() {
        return Failure.of(FailureKind.AMBIGUOUS, PREFIX + "-2434", "the answer does not name what was made");
    }

    /** The record's state, or the wish itself, does not allow what is wanted, so nothing is sent. */
    static FailureException refused(String why) {
        return new FailureException(Failure.of(FailureKind.REJECTED, PREFIX + "-2433", why));
    }
}
