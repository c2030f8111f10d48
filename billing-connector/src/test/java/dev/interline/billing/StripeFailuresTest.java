package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.Money;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.OperationDescriptor.Idempotency;
import dev.interline.sdk.provider.PresentState;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeFailuresTest {

    private final StripeGateway gateway = new StripeGateway();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pay-invoice | 402 | '' | {\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\"}} | REJECTED | BILLING-2402",
                "pay-invoice | 400 | '' | {\"error\":{\"code\":\"invoice_already_paid\"}} | REJECTED | BILLING-2431",
                "void-invoice | 400 | '' | {\"error\":{\"code\":\"invoice_already_paid\"}} | REJECTED | BILLING-2400",
                "finalize-invoice | 400 | '' | {\"error\":{\"message\":\"This invoice is already finalized, you can't.\"}} | REJECTED | BILLING-2431",
                "report-usage | 400 | '' | {\"error\":{\"message\":\"An event already exists with identifier x.\"}} | REJECTED | BILLING-2431",
                "create-refund | 400 | '' | {\"error\":{\"type\":\"idempotency_error\"}} | REJECTED | BILLING-2432",
                "create-refund | 409 | '' | {\"error\":{\"type\":\"idempotency_error\",\"code\":\"idempotency_key_in_use\"}} | CONFLICT | BILLING-2409",
                "create-refund | 429 | '' | {\"error\":{\"code\":\"lock_timeout\"}} | CONFLICT | BILLING-2430",
                "create-refund | 403 | '' | {\"error\":{\"code\":\"more_permissions_required\"}} | REJECTED | BILLING-2403",
                "read-invoice | 403 | '' | {} | UNAUTHORIZED | BILLING-2403",
                "list-charges | 400 | '' | {\"error\":{\"code\":\"resource_missing\",\"param\":\"customer\"}} | REJECTED | BILLING-2404",
                "list-charges | 400 | '' | {\"error\":{\"code\":\"resource_missing\",\"param\":\"starting_after\"}} | REJECTED | BILLING-2400",
                "create-refund | 400 | '' | {\"error\":{\"code\":\"resource_missing\",\"param\":\"charge\"}} | REJECTED | BILLING-2400",
                "create-refund | 500 | false | {} | AMBIGUOUS | BILLING-2500",
                "read-invoice | 500 | false | {} | REJECTED | BILLING-2500",
                "create-refund | 400 | true | {} | UNAVAILABLE | BILLING-2400",
                "create-refund | 400 | '' | {\"error\":{\"code\":\"Jane Doe\"}} | REJECTED | BILLING-2400"
            })
    void anAnswerMeansWhatTheOperationMakesOfIt(
            String operation, int status, String shouldRetry, String body, FailureKind kind, String code) {
        // Given
        Map<String, String> headers = shouldRetry.isEmpty() ? Map.of() : Map.of("stripe-should-retry", shouldRetry);

        // When
        Optional<Failure> failure = gateway.failure(descriptor(operation), answer(status, headers, body));

        // Then
        assertThat(failure).hasValueSatisfying(why -> {
            assertThat(why.kind()).isEqualTo(kind);
            assertThat(why.code()).isEqualTo(code);
            assertThat(why.detail()).doesNotContain("Jane");
        });
    }

    @Test
    void everyWriteHasAKeyForLessThanADayOrLeavesTheSameHoweverOftenItIsSent() {
        for (OperationDescriptor operation : gateway.operations()) {
            switch (operation.idempotency()) {
                case Idempotency.Read read -> assertThat(operation.name()).matches("(read|find|list|search)-.*");
                case Idempotency.UpsertKey once ->
                    assertThat(operation.name())
                            .isIn(
                                    "end-subscription",
                                    StripeWebhookEndpoints.CHANGE,
                                    StripeWebhookEndpoints.DELETE,
                                    StripeWebhookEndpoints.PREPARE_BEAT,
                                    StripeWebhookEndpoints.BEAT);
                case Idempotency.NativeKey key -> {
                    assertThat(key.header()).isEqualTo("Idempotency-Key");
                    assertThat(key.window()).isBetween(Duration.ofHours(23), Duration.ofHours(24));
                }
                case Idempotency other -> assertThat(other).as(operation.name()).isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"12.50, EUR, 1250", "100, JPY, 100", "1.230, KWD, 1230", "49, ISK, 4900", "5, UGX, 500", "7.5, HUF, 750"
    })
    void amountsGoOutInStripesSmallestUnit(BigDecimal amount, String currency, String minor) {
        assertThat(StripeMoney.minor(new Money(amount, currency))).isEqualTo(minor);
    }

    @ParameterizedTest
    @CsvSource({"0.5, JPY", "1.234, KWD", "0.5, ISK", "0.001, EUR", "0, EUR", "-1, EUR"})
    void anAmountStripeCannotTakeIsNotRounded(BigDecimal amount, String currency) {
        Money money = new Money(amount, currency);
        assertThatThrownBy(() -> StripeMoney.minor(money)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"-12.50, EUR, -1250", "-100, JPY, -100", "-49, ISK, -4900", "12.50, EUR, 1250"})
    void whatIsGivenBackIsBelowZeroWhereStripeTakesCredits(BigDecimal amount, String currency, String minor) {
        assertThat(StripeMoney.signedMinor(new Money(amount, currency))).isEqualTo(minor);
    }

    @ParameterizedTest
    @CsvSource({"-0.5, JPY", "-1.234, KWD", "-0.5, ISK"})
    void aCreditStripeCannotTakeIsNotRounded(BigDecimal amount, String currency) {
        Money money = new Money(amount, currency);
        assertThatThrownBy(() -> StripeMoney.signedMinor(money)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDryRunComparesWhatWouldBeWrittenWithWhatIsThere() {
        // Given
        ProviderRequest write = new StripeForm()
                .withMetadata(Map.of("crm_company", "42", "old", ""))
                .with("pause_collection[behavior]", "void")
                .post("/v1/subscriptions/sub_1");

        // When
        PresentState state =
                gateway.presentState(descriptor("update-subscription"), write).orElseThrow();

        // Then
        assertThat(state.read().path()).isEqualTo("/v1/subscriptions/sub_1");
        assertThat(state.fields()
                        .apply(answer(
                                200,
                                Map.of(),
                                "{\"metadata\":{\"crm_company\":\"7\",\"old\":\"x\"},\"pause_collection\":null}")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("metadata[crm_company]", "7", "metadata[old]", "x", "pause_collection[behavior]", ""));
        assertThat(state.intended()).containsEntry("metadata[old]", "").containsEntry("metadata[crm_company]", "42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create-refund", "report-usage", "pay-invoice"})
    void whatIsMadeAnewHasNothingBesideIt(String operation) {
        assertThat(gateway.presentState(descriptor(operation), new StripeForm().post("/v1/any")))
                .isEmpty();
    }

    private OperationDescriptor descriptor(String name) {
        return gateway.operations().stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ProviderAnswer answer(int status, Map<String, String> headers, String body) {
        try {
            return new ProviderAnswer(status, headers, CanonicalJson.mapper().readTree(body), true);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
