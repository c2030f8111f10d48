package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.interline.durable.quota.QuotaObservation;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSpotLimitsTest {

    @Test
    void bothLimitsAreReadFromTheHeaders() {
        assertThat(HubSpotLimits.observations(answer(Map.of(
                        "x-hubspot-ratelimit-max", "100",
                        "x-hubspot-ratelimit-remaining", "97",
                        "x-hubspot-ratelimit-interval-milliseconds", "10000",
                        "x-hubspot-ratelimit-daily", "650000",
                        "x-hubspot-ratelimit-daily-remaining", "649903"))))
                .containsExactly(
                        new QuotaObservation("burst", 100, 97, null),
                        new QuotaObservation("daily", 650_000, 649_903, null));
    }

    @Test
    void anotherIntervalIsBroughtToOurs() {
        assertThat(HubSpotLimits.observations(answer(Map.of(
                        "x-hubspot-ratelimit-max", "15",
                        "x-hubspot-ratelimit-remaining", "3",
                        "x-hubspot-ratelimit-interval-milliseconds", "1000"))))
                .containsExactly(new QuotaObservation("burst", 150, 3, null));
    }

    @ParameterizedTest
    @CsvSource({"''", "-1", "many", "99999999999999"})
    void whatIsNoNumberSaysNothing(String remaining) {
        assertThat(HubSpotLimits.observations(answer(Map.of("x-hubspot-ratelimit-remaining", remaining))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TEN_SECONDLY_ROLLING, upsert-company, burst",
        "SECONDLY, upsert-company, burst",
        "SECONDLY, search-companies, search",
        "DAILY, upsert-company, daily",
        "SOMETHING_NEW, upsert-company, burst"
    })
    void theRefusalNamesItsLimit(String policy, String operation, String limit) {
        assertThat(HubSpotLimits.exhausted(
                        OperationDescriptor.upsert(operation),
                        new ProviderAnswer(
                                429,
                                Map.of(),
                                JsonNodeFactory.instance.objectNode().put("policyName", policy),
                                true)))
                .contains(limit);
    }

    private static ProviderAnswer answer(Map<String, String> headers) {
        return new ProviderAnswer(200, headers, JsonNodeFactory.instance.objectNode(), true);
    }
}
