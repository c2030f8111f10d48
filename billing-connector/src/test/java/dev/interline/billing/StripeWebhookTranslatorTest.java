package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.Subscription;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeWebhookTranslatorTest {

    private static final Connection CONNECTION = StripeSignatureTest.connection("whsec_1");

    private final StripeWebhookTranslator translator = new StripeWebhookTranslator();

    @Test
    void aCustomerGivesNameAndDomainAndNoAddress() {
        // When
        CustomerEvent.AccountCreated created = payload(
                CustomerEvent.AccountCreated.class,
                event("customer.created", "{\"id\":\"cus_1\",\"name\":\"Acme\",\"email\":\"jane.doe@Acme.Example\"}"));

        // Then
        assertThat(created.account().fields())
                .containsEntry(AccountField.NAME, "Acme")
                .containsEntry(AccountField.DOMAIN, "acme.example");
        assertThat(new String(CanonicalJson.write(created), StandardCharsets.UTF_8))
                .doesNotContain("jane.doe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"someone@gmail.com", "no-at-sign", "@", "x@nodot", "x@-bad-.example", ""})
    void anAddressThatSaysNothingAboutTheCompanyGivesNoDomain(String email) {
        // When
        CustomerEvent.AccountUpdated updated = payload(
                CustomerEvent.AccountUpdated.class,
                event("customer.updated", "{\"id\":\"cus_1\",\"name\":\"Acme\",\"email\":\"" + email + "\"}"));

        // Then
        assertThat(updated.account().fields()).containsEntry(AccountField.DOMAIN, "");
    }

    @Test
    void bothShapesOfASubscriptionMeanTheSame() {
        // Given
        String basil = """
                {"id":"sub_1","customer":{"id":"cus_1","object":"customer"},"status":"active","items":{"data":[
                 {"quantity":2,"current_period_end":1800000000,
                  "price":{"id":"price_1","nickname":"pro","currency":"usd","unit_amount":4900}}]}}""";
        String old = """
                {"id":"sub_1","customer":"cus_1","status":"active","current_period_end":1800000000,"items":{"data":[
                 {"quantity":2,"plan":{"id":"price_1","nickname":"pro","currency":"usd","amount":4900}}]}}""";

        // When
        Subscription newShape = subscription(event("customer.subscription.created", basil));
        Subscription oldShape = subscription(event("customer.subscription.created", old));

        // Then
        assertThat(newShape).isEqualTo(oldShape);
        assertThat(newShape.items().getFirst().plan()).isEqualTo("pro");
    }

    @ParameterizedTest
    @CsvSource({
        "incomplete, PENDING",
        "trialing, TRIALING",
        "active, ACTIVE",
        "past_due, PAST_DUE",
        "unpaid, SUSPENDED",
        "paused, SUSPENDED",
        "canceled, ENDED",
        "incomplete_expired, ENDED"
    })
    void everyStatusHasItsWord(String stripe, SubscriptionStatus canonical) {
        assertThat(StripeSubscriptionTranslator.status(stripe)).isEqualTo(canonical);
    }

    @Test
    void cancelAtPeriodEndAndPausedCollectionAreStillActive() {
        // When
        Subscription subscription = subscription(event("customer.subscription.updated", """
                {"id":"sub_1","customer":"cus_1","status":"active","cancel_at_period_end":true,
                 "pause_collection":{"behavior":"void"},"items":{"data":[]}}"""));

        // Then
        assertThat(subscription.status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(subscription.cancelAtPeriodEnd()).isTrue();
        assertThat(subscription.collectionPaused()).isTrue();
    }

    @Test
    void aSubscriptionThatTurnsActiveIsActivated() {
        // Given
        String event = event(
                        "customer.subscription.updated",
                        "{\"id\":\"sub_1\",\"customer\":\"cus_1\",\"status\":\"active\",\"items\":{\"data\":[]}}")
                .replace(
                        "\"data\":{\"object\"",
                        "\"data\":{\"previous_attributes\":{\"status\":\"incomplete\"},\"object\"");

        // Then
        assertThat(payload(event)).isInstanceOf(BillingEvent.SubscriptionActivated.class);
    }

    @ParameterizedTest
    @CsvSource({"usd, 4900, 49", "jpy, 4900, 4900", "kwd, 4900, 4.9", "isk, 4900, 49", "ugx, 4900, 49", "huf, 4900, 49"
    })
    void amountsFollowStripesExponentsNotIsos(String currency, String minor, BigDecimal major) {
        // When
        BillingEvent.InvoicePaid paid = payload(
                BillingEvent.InvoicePaid.class,
                event(
                        "invoice.paid",
                        "{\"id\":\"in_1\",\"customer\":\"cus_1\",\"currency\":\"%s\",\"amount_due\":%s}"
                                .formatted(currency, minor)));

        // Then
        assertThat(paid.invoice().amountDue().amount()).isEqualByComparingTo(major);
    }

    @Test
    void theSubscriptionOfAnInvoiceIsFoundInBothShapes() {
        String old = "{\"id\":\"in_1\",\"customer\":\"cus_1\",\"currency\":\"usd\",\"subscription\":\"sub_1\"}";
        String basil =
                "{\"id\":\"in_1\",\"customer\":\"cus_1\",\"currency\":\"usd\",\"parent\":{\"subscription_details\":{\"subscription\":\"sub_1\"}}}";
        String manual = "{\"id\":\"in_1\",\"customer\":\"cus_1\",\"currency\":\"usd\",\"parent\":null}";
        for (String shape : List.of(old, basil)) {
            BillingEvent.InvoicePaid paid = payload(BillingEvent.InvoicePaid.class, event("invoice.paid", shape));
            assertThat(paid.invoice().subscription()).hasToString("billing:sub_1");
        }
        assertThat(payload(BillingEvent.InvoicePaid.class, event("invoice.paid", manual))
                        .invoice()
                        .subscription())
                .isNull();
    }

    @Test
    void theSameEventHasTheSameKeyAndTheSameMessageId() {
        // Given
        String event = event("customer.created", "{\"id\":\"cus_1\"}");

        // When
        ProviderEvent first = translate(event);
        ProviderEvent again = translate(event);

        // Then
        assertThat(again.dedupeKey()).isEqualTo(first.dedupeKey()).isEqualTo("evt_1");
        assertThat(again.meaning()).isEqualTo(first.meaning());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "7",
                "{\"id\":\"evt_1\",\"type\":\"customer.created\",\"created\":1,\"data\":{\"object\":{\"id\":\"\"}}}",
                "{\"id\":\"evt_1\",\"type\":\"customer.created\",\"created\":1,\"data\":{\"object\":{\"id\":\"cus_\\u0000\"}}}",
                "{\"id\":\"evt_1\",\"type\":\"customer.created\",\"created\":1e300,\"data\":{\"object\":{\"id\":\"cus_1\"}}}",
                "{\"id\":\"evt_1\",\"type\":\"customer.created\",\"created\":-5,\"data\":{\"object\":{\"id\":\"cus_1\"}}}",
                "{\"id\":\"evt_1\",\"type\":\"customer.subscription.updated\",\"created\":1,\"data\":{\"object\":{\"id\":\"sub_1\",\"customer\":\"cus_1\",\"status\":\"hibernating\"}}}",
                "{\"id\":\"evt_1\",\"type\":\"invoice.paid\",\"created\":1,\"data\":{\"object\":{\"id\":\"in_1\",\"customer\":\"cus_1\",\"currency\":\"usd\",\"amount_due\":1e400}}}",
                "{\"id\":\"evt_1\",\"type\":\"invoice.paid\",\"created\":1,\"data\":{\"object\":{\"id\":\"in_1\",\"customer\":\"cus_1\",\"currency\":null,\"amount_due\":1}}}",
                "{\"id\":\"evt_1\",\"object\":\"v2.core.event\",\"type\":\"v2.core.account.updated\",\"created\":\"2026-01-01T00:00:00Z\"}"
            })
    void whatCannotBeReadIsKeptAndNeverBreaks(String body) {
        assertThat(translate(body).meaning()).isInstanceOf(Meaning.Unmappable.class);
    }

    @Test
    void whatNobodyAskedForIsIgnored() {
        assertThat(translate(event("payout.paid", "{\"id\":\"po_1\"}")).meaning())
                .isInstanceOf(Meaning.Ignored.class);
    }

    @Test
    void anUpdateOfNothingButLabelsAndTheNameMayBeOurOwn() {
        // Given
        String update = event(
                        "customer.updated",
                        "{\"id\":\"cus_1\",\"name\":\"Acme\",\"metadata\":{\"crm\":\"42\",\"old\":\"1\"}}")
                .replace(
                        "\"data\":{",
                        "\"data\":{\"previous_attributes\":{\"name\":\"Other\",\"metadata\":{\"crm\":null}},");

        // Then
        assertThat(translate(update).meaning())
                .isInstanceOfSatisfying(Meaning.Translated.class, translated -> assertThat(translated.change())
                        .extracting("record", "values")
                        .containsExactly("cus_1", Map.of("name", "Acme", "metadata[crm]", "42")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":\"a@x.example\"}",
                "{\"name\":\"Other\",\"email\":\"a@x.example\"}",
                "{\"metadata\":{}}",
                "{\"metadata\":\"absurd\"}"
            })
    void anUpdateOfAnythingElseIsNotLookedUp(String previous) {
        // Given
        String update = event("customer.updated", "{\"id\":\"cus_1\",\"name\":\"Acme\",\"metadata\":{}}")
                .replace("\"data\":{", "\"data\":{\"previous_attributes\":" + previous + ",");

        // Then
        assertThat(translate(update).meaning())
                .isInstanceOfSatisfying(Meaning.Translated.class, translated -> assertThat(translated.change())
                        .isNull());
    }

    private static String event(String type, String object) {
        return "{\"id\":\"evt_1\",\"object\":\"event\",\"created\":1795000000,\"type\":\"" + type
                + "\",\"data\":{\"object\":" + object + "}}";
    }

    private ProviderEvent translate(String body) {
        try {
            JsonNode json = CanonicalJson.mapper().readTree(body);
            List<ProviderEvent> events = translator.translate(
                    CONNECTION, json, new WebhookRequest("POST", "u", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
            assertThat(events).hasSize(1);
            return events.getFirst();
        } catch (IOException notJson) {
            throw new IllegalArgumentException(notJson);
        }
    }

    private CanonicalPayload payload(String body) {
        Meaning meaning = translate(body).meaning();
        assertThat(meaning).isInstanceOf(Meaning.Translated.class);
        return ((Meaning.Translated) meaning).messages().getFirst().payload();
    }

    private <P extends CanonicalPayload> P payload(Class<P> type, String body) {
        return type.cast(payload(body));
    }

    private Subscription subscription(String body) {
        return switch ((BillingEvent) payload(body)) {
            case BillingEvent.SubscriptionStarted started -> started.subscription();
            case BillingEvent.SubscriptionActivated activated -> activated.subscription();
            case BillingEvent.SubscriptionChanged changed -> changed.subscription();
            case BillingEvent.SubscriptionEnded ended -> ended.subscription();
            case BillingEvent other -> throw new AssertionError("not about a subscription: " + other);
        };
    }
}
