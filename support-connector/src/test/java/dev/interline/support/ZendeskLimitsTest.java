package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.quota.QuotaObservation;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderLimit;
import dev.interline.sdk.provider.ProviderRequest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZendeskLimitsTest {

    private static final OperationDescriptor SOLVE = OperationDescriptor.upsert("solve-ticket");
    private static final OperationDescriptor READ = OperationDescriptor.read("read-ticket");

    @Test
    void theAccountsLimitIsReadFromEitherSetOfHeaders() {
        assertThat(ZendeskLimits.observations(
                        answer(200, Map.of("x-rate-limit", "700", "x-rate-limit-remaining", "699"))))
                .containsExactly(new QuotaObservation("account", 700, 699, null));
        assertThat(ZendeskLimits.observations(answer(
                        200, Map.of("ratelimit-limit", "200", "ratelimit-remaining", "0", "ratelimit-reset", "31"))))
                .containsExactly(new QuotaObservation("account", 200, 0, Duration.ofSeconds(31)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "total=100; remaining=0; resets=41 | 41",
                "total=100;remaining=0;resets=41; | 41",
                "total=100; remaining=0 | null"
            })
    void anEndpointsOwnLimitIsReadWhateverItsName(String value, @Nullable Integer resets) {
        assertThat(ZendeskLimits.observations(answer(200, Map.of("zendesk-ratelimit-tickets-index", value))))
                .containsExactly(
                        new QuotaObservation("endpoint", 100, 0, resets == null ? null : Duration.ofSeconds(resets)));
    }

    @ParameterizedTest
    @CsvSource({"''", "total=; remaining=", "remaining=3", "total=1; remaining=99999999999999"})
    void whatCannotBeReadSaysNothing(String value) {
        assertThat(ZendeskLimits.observations(answer(200, Map.of("zendesk-ratelimit-tickets-index", value))))
                .isEmpty();
    }

    @Test
    void theRefusalIsAboutTheLimitThatHasNoneLeft() {
        assertThat(ZendeskLimits.exhausted(READ, answer(429, Map.of()))).contains("account");
        assertThat(ZendeskLimits.exhausted(READ, answer(429, Map.of("ratelimit-remaining", "0"))))
                .contains("account");
        assertThat(ZendeskLimits.exhausted(
                        READ,
                        answer(
                                429,
                                Map.of(
                                        "ratelimit-remaining", "60",
                                        "zendesk-ratelimit-search-index", "total=10; remaining=0; resets=5"))))
                .contains("endpoint");
        assertThat(ZendeskLimits.exhausted(SOLVE, answer(429, Map.of("ratelimit-remaining", "60"))))
                .contains("ticket-updates");
    }

    @Test
    void updatesAreCountedForEachTicketByItself() {
        // Given
        ProviderLimit updates = ZendeskLimits.LIMITS.stream()
                .filter(limit -> limit.name().equals("ticket-updates"))
                .findFirst()
                .orElseThrow();

        // Then
        assertThat(updates.scope().of(SOLVE, ProviderRequest.put("/api/v2/tickets/35436.json", Answers.json("{}"))))
                .contains("35436");
        assertThat(updates.scope().of(READ, ProviderRequest.get("/api/v2/tickets/35436.json", Map.of())))
                .isEmpty();
        assertThat(updates.scope().of(SOLVE, ProviderRequest.put("/api/v2/users/35436.json", Answers.json("{}"))))
                .isEmpty();
    }

    private static ProviderAnswer answer(int status, Map<String, String> headers) {
        return new ProviderAnswer(status, headers, Answers.json("{}"), true);
    }
}
