package dev.interline.billing;

import dev.interline.durable.failure.Failure;
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

    private StripeFailures() {}

    /** The failure an answer stands for; empty for a 2xx. */
    static Optional<Failure> of(OperationDescriptor operation, ProviderAnswer answer) {
        return HttpFailures.of(PREFIX, operation, answer).map(failure -> refine(failure, answer));
    }

    private static Failure refine(Failure failure, ProviderAnswer answer) {
        String code = answer.body().path("error").path("code").asText("");
        if (answer.status() == 429) {
            // Contention for one object, without the header of a rate limit: not the connection's fault. Of the others
            // Stripe says not how long they last; the bucket rests longer each time.
            return code.equals("lock_timeout")
                            && answer.header("stripe-rate-limited-reason").isEmpty()
                    ? Failure.of(FailureKind.CONFLICT, PREFIX + "-2430", "another request holds the object")
                    : failure;
        }
        if (answer.header("stripe-should-retry").filter("false"::equals).isPresent() && answer.status() >= 500) {
            return Failure.of(FailureKind.REJECTED, failure.code(), failure.detail() + "; Stripe says do not retry");
        }
        return failure;
    }
}
