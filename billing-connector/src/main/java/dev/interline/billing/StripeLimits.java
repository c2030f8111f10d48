package dev.interline.billing;

import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Stripe's limits (<a href="https://docs.stripe.com/rate-limits">rate limits</a>): 100 calls a second for an account in live
 * mode, 25 in a sandbox, 25 for each endpoint, 20 for search. Stripe never says what is left; a 429 says only in
 * {@code Stripe-Rate-Limited-Reason} which kind of limit it was.
 */
final class StripeLimits {

    private static final String ACCOUNT = "account";
    private static final String ENDPOINT = "endpoint";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Pattern TEST_KEY = Pattern.compile("(sk|rk)_test_.*");

    private static final ProviderLimit PER_ENDPOINT =
            ProviderLimit.of(ENDPOINT, 25, SECOND).perOperation();
    private static final ProviderLimit SEARCH =
            ProviderLimit.of("search", 20, SECOND).forOperations(StripeLimits::isSearch);
    private static final List<ProviderLimit> LIVE =
            List.of(ProviderLimit.of(ACCOUNT, 100, SECOND), PER_ENDPOINT, SEARCH);
    private static final List<ProviderLimit> SANDBOX =
            List.of(ProviderLimit.of(ACCOUNT, 25, SECOND), PER_ENDPOINT, SEARCH);

    private StripeLimits() {}

    static List<ProviderLimit> of(Connection connection) {
        return TEST_KEY.matcher(connection.apiToken()).matches() ? SANDBOX : LIVE;
    }

    static Optional<String> exhausted(ProviderAnswer answer) {
        return answer.header("stripe-rate-limited-reason")
                .map(reason -> reason.startsWith("endpoint-") ? ENDPOINT : ACCOUNT);
    }

    private static boolean isSearch(OperationDescriptor operation) {
        return operation.name().startsWith("search-");
    }
}
