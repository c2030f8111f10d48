package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.Charge;
import dev.interline.canonical.billing.ChargeStatus;
import dev.interline.canonical.billing.Checkout;
import dev.interline.canonical.billing.CheckoutMode;
import dev.interline.canonical.billing.CheckoutPayment;
import dev.interline.canonical.billing.DisputeStatus;
import dev.interline.canonical.billing.Entitlements;
import dev.interline.canonical.billing.InvoicePayment;
import dev.interline.canonical.billing.InvoiceStatus;
import dev.interline.canonical.billing.PaymentMethod;
import dev.interline.canonical.billing.PaymentStatus;
import dev.interline.canonical.billing.RefundStatus;
import dev.interline.canonical.billing.ScheduleStatus;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.canonical.usage.MeterStatus;
import dev.interline.canonical.usage.UsageEvent;
import dev.interline.canonical.usage.UsageRejection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of Stripe's objects says, in the shapes of then and now. */
class StripeObjectsTest {

    private static final long CREATED = 1_795_000_000;

    private final StripeWebhookTranslator translator = new StripeWebhookTranslator();

    @ParameterizedTest
    @CsvSource({
        "invoice.created, draft, billing.invoice.created.v1, DRAFT",
        "invoice.finalized, open, billing.invoice.issued.v1, OPEN",
        "invoice.updated, open, billing.invoice.changed.v1, OPEN",
        "invoice.will_be_due, open, billing.invoice.changed.v1, OPEN",
        "invoice.finalization_failed, draft, billing.invoice.changed.v1, DRAFT",
        "invoice.payment_failed, open, billing.invoice.payment-failed.v1, OPEN",
        "invoice.payment_action_required, open, billing.invoice.action-required.v1, OPEN",
        "invoice.overdue, open, billing.invoice.overdue.v1, OPEN",
        "invoice.paid, paid, billing.invoice.paid.v1, PAID",
        "invoice.voided, void, billing.invoice.voided.v1, VOID",
        "invoice.marked_uncollectible, uncollectible, billing.invoice.written-off.v1, UNCOLLECTIBLE",
        "invoice.deleted, draft, billing.invoice.deleted.v1, DRAFT",
        "invoice.updated, hovering, billing.invoice.changed.v1, UNKNOWN"
    })
    void anInvoiceHasAnEventForEachTurnOfItsLife(String stripe, String status, String type, InvoiceStatus canonical) {
        // When
        CanonicalMessage message = message(
                stripe,
                "{'id':'in_1','customer':'cus_1','currency':'usd','status':'" + status
                        + "','amount_due':1000,'due_date':1796000000,'parent':null}");

        // Then
        assertThat(message.envelope().type()).isEqualTo(type);
        assertThat(message.envelope().subject()).isEqualTo("cus_1");
        assertThat(new String(CanonicalJson.write(message.payload()), StandardCharsets.UTF_8))
                .contains("\"status\":\"" + canonical.token() + "\"", "\"dueAt\":\"2026-11-30T");
    }

    @ParameterizedTest
    @CsvSource({
        "invoice.created, invoice.finalized",
        "invoice.finalized, invoice.paid",
        "invoice.payment_failed, invoice.paid",
        "invoice.updated, invoice.voided",
        "invoice.finalized, invoice.marked_uncollectible"
    })
    void ofTheTurnsOfOneSecondTheLaterCountsInWhateverOrderTheyCome(String earlier, String later) {
        // Given
        String invoice = "{'id':'in_1','customer':'cus_1','currency':'usd','status':'open'}";

        // When
        String first = invoiceVersion(earlier, invoice);
        String second = invoiceVersion(later, invoice);

        // Then
        assertThat(second).isGreaterThan(first);
    }

    private String invoiceVersion(String type, String invoice) {
        return CanonicalJson.mapper()
                .valueToTree(message(type, invoice).payload())
                .path("invoice")
                .path("version")
                .path("rank")
                .asText();
    }

    @Test
    void anUpcomingInvoiceHasNoIdInOldShapesAndANamelessOneInNew() {
        for (String id : List.of("", "'id':'upcoming_in_1',")) {
            // When
            BillingEvent.InvoiceAnnounced announced = told(
                    BillingEvent.InvoiceAnnounced.class,
                    "invoice.upcoming",
                    "{" + id + "'customer':'cus_1','currency':'jpy','amount_due':1000,'subscription':'sub_1',"
                            + "'next_payment_attempt':1796000000}");

            // Then
            assertThat(announced.forecast().account()).isEqualTo(ref("cus_1"));
            assertThat(announced.forecast().subscription()).isEqualTo(ref("sub_1"));
            assertThat(announced.forecast().amountDue().amount()).isEqualByComparingTo("1000");
        }
    }

    @Test
    void aChargeIsReadWithAndWithoutItsInvoiceAndItsRefundsExpandedOrNot() {
        // Given
        String old =
                "{'id':'ch_1','customer':{'id':'cus_1'},'invoice':'in_1','payment_intent':'pi_1','status':'succeeded',"
                        + "'amount':5000,'amount_refunded':1250,'currency':'usd','refunds':{'data':[{'id':'re_1'}]},"
                        + "'billing_details':{'email':'jane.doe@acme.example'},'dispute':null}";
        String now = "{'id':'ch_1','customer':'cus_1','payment_intent':'pi_1','status':'succeeded','amount':5000,"
                + "'amount_refunded':1250,'currency':'usd','disputed':false}";

        // When
        Charge then =
                told(BillingEvent.ChargeRefunded.class, "charge.refunded", old).charge();
        Charge today =
                told(BillingEvent.ChargeRefunded.class, "charge.refunded", now).charge();

        // Then
        assertThat(then.invoice()).isEqualTo(ref("in_1"));
        assertThat(today.invoice()).isNull();
        assertThat(today.amountRefunded()).isEqualTo(new Money(new BigDecimal("12.5"), "USD"));
        assertThat(List.of(then.status(), today.status())).containsOnly(ChargeStatus.SUCCEEDED);
        assertThat(new String(CanonicalJson.write(new BillingEvent.ChargeRefunded(then)), StandardCharsets.UTF_8))
                .doesNotContain("jane.doe");
    }

    @Test
    void anInvoicePaymentTiesThePaymentToTheInvoice() {
        // When
        CanonicalMessage message = message(
                "invoice_payment.paid",
                "{'id':'inpay_1','invoice':{'id':'in_1'},'amount_paid':1250,'currency':'usd','status':'paid',"
                        + "'payment':{'type':'payment_intent','payment_intent':'pi_1'}}");

        // Then
        InvoicePayment applied = ((BillingEvent.InvoicePaymentApplied) message.payload()).payment();
        assertThat(message.envelope().subject()).isEqualTo("in_1");
        assertThat(List.of(applied.invoice(), String.valueOf(applied.payment())))
                .containsExactly(ref("in_1"), "billing:pi_1");
        assertThat(applied.amount()).isEqualTo(new Money(new BigDecimal("12.5"), "USD"));
    }

    @Test
    void aGuestsChargeIsAboutItself() {
        assertThat(message("charge.succeeded", "{'id':'ch_1','customer':null,'amount':100,'currency':'usd'}")
                        .envelope()
                        .subject())
                .isEqualTo("ch_1");
    }

    @ParameterizedTest
    @CsvSource({
        "requires_payment_method, AWAITING_METHOD",
        "requires_source, AWAITING_METHOD",
        "requires_confirmation, AWAITING_CONFIRMATION",
        "requires_action, AWAITING_ACTION",
        "requires_source_action, AWAITING_ACTION",
        "requires_capture, AWAITING_CAPTURE",
        "processing, PROCESSING",
        "succeeded, SUCCEEDED",
        "canceled, CANCELLED",
        "teleporting, UNKNOWN"
    })
    void everyStatusOfAPaymentHasItsWordAndAnUnknownOneIsKept(String stripe, PaymentStatus canonical) {
        // When
        BillingEvent.PaymentFailed failed = told(
                BillingEvent.PaymentFailed.class,
                "payment_intent.payment_failed",
                "{'id':'pi_1','amount':2000,'currency':'usd','status':'" + stripe
                        + "','client_secret':'pi_1_secret_canary','last_payment_error':{'code':'card_declined',"
                        + "'decline_code':'insufficient_funds','message':'Jane Doe has no money'}}");

        // Then
        assertThat(failed.payment().status()).isEqualTo(canonical);
        assertThat(failed.payment().failureCode()).isEqualTo("insufficient_funds");
        assertThat(new String(CanonicalJson.write(failed), StandardCharsets.UTF_8))
                .doesNotContain("canary", "Jane");
    }

    @ParameterizedTest
    @CsvSource({
        "warning_needs_response, NEEDS_RESPONSE, true",
        "warning_under_review, UNDER_REVIEW, true",
        "warning_closed, CLOSED, true",
        "needs_response, NEEDS_RESPONSE, false",
        "under_review, UNDER_REVIEW, false",
        "charge_refunded, CLOSED, false",
        "won, WON, false",
        "lost, LOST, false",
        "prevented, PREVENTED, false",
        "arbitrated, UNKNOWN, false"
    })
    void aDisputeIsAboutItsChargeAndOnlyAnInquiryWhileItWarns(String stripe, DisputeStatus canonical, boolean inquiry) {
        // When
        CanonicalMessage message = message(
                "charge.dispute.created",
                "{'id':'dp_1','charge':'ch_1','amount':4900,'currency':'isk','reason':'fraudulent','status':'" + stripe
                        + "','evidence':{'customer_name':'Jane'},'evidence_details':{'due_by':1796000000}}");
        BillingEvent.DisputeOpened opened = (BillingEvent.DisputeOpened) message.payload();

        // Then
        assertThat(message.envelope().subject()).isEqualTo("ch_1");
        assertThat(opened.dispute().status()).isEqualTo(canonical);
        assertThat(opened.dispute().inquiry()).isEqualTo(inquiry);
        assertThat(opened.dispute().amount().amount()).isEqualByComparingTo("49");
        assertThat(opened.dispute().respondBy()).isEqualTo(Instant.ofEpochSecond(1_796_000_000));
    }

    @ParameterizedTest
    @CsvSource({
        "pending, PENDING",
        "requires_action, AWAITING_ACTION",
        "succeeded, SUCCEEDED",
        "failed, FAILED",
        "canceled, CANCELLED",
        "'', UNKNOWN"
    })
    void everyStatusOfARefundHasItsWord(String stripe, RefundStatus canonical) {
        for (String type : List.of("refund.updated", "charge.refund.updated")) {
            assertThat(told(
                                    BillingEvent.RefundChanged.class,
                                    type,
                                    "{'id':'re_1','charge':'ch_1','amount':100,'currency':'usd','status':'" + stripe
                                            + "'}")
                            .refund()
                            .status())
                    .isEqualTo(canonical);
        }
    }

    @Test
    void aCheckoutTellsWhatWasBoughtButNotByWhom() {
        // When
        CanonicalMessage message = message(
                "checkout.session.completed",
                "{'id':'cs_1','mode':'subscription','payment_status':'unpaid','amount_total':3000,'currency':'eur',"
                        + "'customer':'cus_1','subscription':'sub_1','invoice':'in_1','payment_intent':null,"
                        + "'customer_email':'jane.doe@acme.example','customer_details':{'name':'Jane Doe'}}");

        // Then
        Checkout checkout = ((BillingEvent.CheckoutCompleted) message.payload()).checkout();
        assertThat(checkout.mode()).isEqualTo(CheckoutMode.SUBSCRIPTION);
        assertThat(checkout.payment()).isEqualTo(CheckoutPayment.UNPAID);
        assertThat(checkout.total()).isEqualTo(new Money(new BigDecimal("3E+1"), "EUR"));
        assertThat(checkout.subscription()).isEqualTo(ref("sub_1"));
        assertThat(new String(CanonicalJson.write(message.payload()), StandardCharsets.UTF_8))
                .doesNotContainIgnoringCase("jane");
    }

    @ParameterizedTest
    @CsvSource({
        "async_payment_succeeded, billing.checkout.paid.v1",
        "async_payment_failed, billing.checkout.payment-failed.v1",
        "expired, billing.checkout.expired.v1"
    })
    void aSetUpWithoutMoneyIsACheckoutToo(String verb, String type) {
        assertThat(message(
                                "checkout.session." + verb,
                                "{'id':'cs_1','mode':'setup','payment_status':'no_payment_required','amount_total':null,"
                                        + "'currency':null}")
                        .envelope()
                        .type())
                .isEqualTo(type);
    }

    @Test
    void aDetachedPaymentMethodIsToldOfTheOneWhoHadIt() {
        // When
        PaymentMethod method = ((BillingEvent.PaymentMethodDetached) payload("""
                        {"id":"evt_1","object":"event","type":"payment_method.detached","created":1795000000,"data":{
                         "object":{"id":"pm_1","customer":null,"type":"card",
                          "card":{"exp_month":3,"exp_year":2027,"last4":"4242"},"billing_details":{"name":"Jane"}},
                         "previous_attributes":{"customer":"cus_1"}}}""")).method();

        // Then
        assertThat(method.account()).isEqualTo(ref("cus_1"));
        assertThat(method.expires()).isEqualTo("2027-03");
        assertThat(method.toString()).doesNotContain("4242", "Jane");
    }

    @Test
    void aPriceMayHaveNoAmountOrLessThanACent() {
        // When
        var tiered = told(
                        BillingEvent.PriceChanged.class,
                        "price.created",
                        "{'id':'price_1','product':'prod_1','active':true,'currency':'usd','unit_amount':null,"
                                + "'unit_amount_decimal':null,'billing_scheme':'tiered','nickname':'pro',"
                                + "'recurring':{'interval':'month'}}")
                .price();
        var subCent = told(
                        BillingEvent.PriceChanged.class,
                        "price.updated",
                        "{'id':'price_1','product':'prod_1','active':false,'currency':'usd','unit_amount':null,"
                                + "'unit_amount_decimal':'0.05','lookup_key':'tokens'}")
                .price();

        // Then
        assertThat(tiered.unitPrice()).isNull();
        assertThat(tiered.interval()).isEqualTo("month");
        assertThat(subCent.unitPrice()).isEqualTo(new Money(new BigDecimal("0.0005"), "USD"));
        assertThat(subCent.plan()).isEqualTo("tokens");
        assertThat(subCent.active()).isFalse();
    }

    @Test
    void entitlementsAreCompleteOnlyIfStripeHasNoMore() {
        // Given
        String summary =
                "{'object':'entitlements.active_entitlement_summary','customer':'cus_1','entitlements':{'data':["
                        + "{'id':'ent_2','lookup_key':'sso','feature':'feat_1'},{'id':'ent_1','feature':{'id':'feat_2'}}],"
                        + "'has_more':%s}}";
        String type = "entitlements.active_entitlement_summary.updated";

        // When
        Entitlements all = told(BillingEvent.EntitlementsChanged.class, type, summary.formatted("false"))
                .entitlements();
        Entitlements some = told(BillingEvent.EntitlementsChanged.class, type, summary.formatted("true"))
                .entitlements();

        // Then
        assertThat(all.features()).containsExactly("feat_2", "sso");
        assertThat(all.complete()).isTrue();
        assertThat(some.complete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "created, not_started, NOT_STARTED",
        "updated, active, ACTIVE",
        "expiring, active, ACTIVE",
        "released, released, RELEASED",
        "canceled, canceled, CANCELLED",
        "completed, completed, COMPLETED",
        "aborted, dissolved, UNKNOWN"
    })
    void aScheduleIsNotItsSubscription(String verb, String status, ScheduleStatus canonical) {
        // When
        CanonicalMessage message = message(
                "subscription_schedule." + verb,
                "{'id':'sub_sched_1','customer':'cus_1','subscription':null,'released_subscription':'sub_1','status':'"
                        + status + "','current_phase':{'end_date':1796000000}}");

        // Then
        BillingEvent.ScheduleChanged changed = (BillingEvent.ScheduleChanged) message.payload();
        assertThat(changed.schedule().status()).isEqualTo(canonical);
        assertThat(changed.schedule().subscription()).isEqualTo(ref("sub_1"));
        assertThat(message.envelope().type()).doesNotStartWith("billing.subscription.");
    }

    @Test
    void aTrialThatEndsTellsTheWholeSubscription() {
        // When
        BillingEvent.SubscriptionTrialEnding ending = told(
                BillingEvent.SubscriptionTrialEnding.class,
                "customer.subscription.trial_will_end",
                "{'id':'sub_1','customer':'cus_1','status':'trialing','trial_end':1796000000,'items':{'data':["
                        + "{'id':'si_1','price':{'id':'price_1','currency':'usd','unit_amount':100}},"
                        + "{'id':'si_2','quantity':3,'price':{'id':'price_2','currency':'usd','unit_amount':200}}]}}");

        // Then
        assertThat(ending.subscription().trialEnd()).isEqualTo(Instant.ofEpochSecond(1_796_000_000));
        assertThat(ending.subscription().items())
                .extracting(item -> item.ref(), item -> item.price(), item -> item.quantity())
                .containsExactly(tuple(ref("si_1"), ref("price_1"), 1L), tuple(ref("si_2"), ref("price_2"), 3L));
    }

    @Test
    void aSubscriptionOfWhichItemsAreMissingIsReadAgainUnlessItIsOver() {
        // Given
        String partial = "{'id':'sub_1','customer':'cus_1','status':'active','items':{'has_more':true,'data':[]}}";

        // When
        Meaning changed = translate(event("customer.subscription.updated", partial), Map.of())
                .meaning();
        Meaning over = translate(event("customer.subscription.deleted", partial), Map.of())
                .meaning();

        // Then
        assertThat(changed).isInstanceOfSatisfying(Meaning.Refetch.class, refetch -> {
            assertThat(refetch.command().laneKey()).isEqualTo("acme-stripe|sub_1");
            assertThat(refetch.command().message().envelope().type()).isEqualTo("billing.refetch-subscription.v1");
        });
        assertThat(over).isInstanceOf(Meaning.Translated.class);
    }

    @Test
    void metersAndAlertsAreUsage() {
        // When
        UsageEvent.MeterChanged meter = told(
                UsageEvent.MeterChanged.class,
                "billing.meter.deactivated",
                "{'id':'mtr_1','event_name':'tokens','status':'inactive'}");
        CanonicalMessage alert = message(
                "billing.alert.triggered",
                "{'object':'billing.alert_triggered','customer':'cus_1','value':1000.5,'alert':{'id':'alrt_1',"
                        + "'usage_threshold':{'meter':'mtr_1'}}}");

        // Then
        assertThat(meter.meter().status()).isEqualTo(MeterStatus.INACTIVE);
        assertThat(alert.envelope().type()).isEqualTo("usage.alert.triggered.v1");
        assertThat(((UsageEvent.AlertTriggered) alert.payload()).alert().value())
                .isEqualByComparingTo("1000.5");
    }

    @Test
    void rejectedReportsComeInThinEventsWithAndWithoutTheirNumbers() {
        // Given
        String thin = """
                {"id":"evt_1","object":"v2.core.event","type":"v1.billing.meter.error_report_triggered",
                 "created":"2026-11-18T13:46:40.000Z","livemode":false,
                 "related_object":{"id":"mtr_1","type":"billing.meter","url":"/v1/billing/meters/mtr_1"}%s}""";
        String numbers = """
                ,"data":{"developer_message_summary":"There is 1 invalid event","validation_start":"2026-11-18T13:46:30.000Z",
                 "validation_end":"2026-11-18T13:46:40.000Z","reason":{"error_count":2,"error_types":[
                 {"code":"meter_event_customer_not_found","error_count":2,"sample_errors":[
                  {"error_message":"Customer jane not found","request":{"identifier":"i"}}]}]}}""";

        // When
        UsageRejection bare = ((UsageEvent.ReportsRejected) payload(thin.formatted(""))).rejection();
        UsageRejection whole = ((UsageEvent.ReportsRejected) payload(thin.formatted(numbers))).rejection();

        // Then
        assertThat(bare.meter()).isEqualTo(ref("mtr_1"));
        assertThat(bare.count()).isNull();
        assertThat(whole.count()).isEqualTo(2);
        assertThat(whole.reasons()).containsExactly("meter_event_customer_not_found");
        assertThat(whole.toString()).doesNotContain("jane");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.core.account.updated", "v1.customer.updated"})
    void anyOtherThinEventIsKeptWithWhatToSetUp(String type) {
        assertThat(((Meaning.Unmappable) translate(
                                        "{\"id\":\"evt_1\",\"object\":\"v2.core.event\",\"type\":\"" + type
                                                + "\",\"created\":\"2026-11-18T13:46:40Z\"}",
                                        Map.of())
                                .meaning())
                        .reason())
                .contains("payload style to snapshot", type);
    }

    @Test
    void anEventOfTheOtherModeOrAnotherAccountIsKeptButNotTold() {
        // Given
        String customer = "{'id':'cus_1'}";

        // When
        Meaning live = translate(
                        event("customer.updated", customer).replace("'type'", "'livemode':true,'type'"), Map.of())
                .meaning();
        Meaning test = translate(
                        event("customer.updated", customer).replace("'type'", "'livemode':false,'type'"), Map.of())
                .meaning();
        Meaning connected = translate(
                        event("customer.updated", customer).replace("'type'", "'account':'acct_9','type'"), Map.of())
                .meaning();
        Meaning own = translate(
                        event("customer.updated", customer).replace("'type'", "'account':'acct_1','type'"), Map.of())
                .meaning();

        // Then
        assertThat(live).isInstanceOf(Meaning.Unmappable.class);
        assertThat(connected).isInstanceOf(Meaning.Unmappable.class);
        assertThat(test).isInstanceOf(Meaning.Translated.class);
        assertThat(own).isInstanceOf(Meaning.Translated.class);
    }

    @Test
    void anEventFarAheadCountsFromWhenItWasSignedSoThatLaterOnesStillCount() {
        // Given
        String subscription = "{'id':'sub_1','customer':'cus_1','status':'%s','items':{'data':[]}}";
        Map<String, String> signed = Map.of("stripe-signature", "t=" + CREATED + ",v1=00");
        String ahead = event("customer.subscription.updated", subscription.formatted("past_due"))
                .replace("'created':" + CREATED, "'created':4102444800");
        String later = event("customer.subscription.updated", subscription.formatted("active"))
                .replace("'created':" + CREATED, "'created':" + (CREATED + 60));

        // When
        SourceVersion absurd = version(translate(ahead, signed));
        SourceVersion next = version(translate(later, signed));

        // Then
        assertThat(absurd.at()).isEqualTo(Instant.ofEpochSecond(CREATED));
        assertThat(next).isGreaterThan(absurd);
        assertThat(translate(ahead, signed)).isEqualTo(translate(ahead, signed));
        assertThat(version(translate(later, signed)).at()).isEqualTo(Instant.ofEpochSecond(CREATED + 60));
    }

    private static SourceVersion version(ProviderEvent event) {
        CanonicalPayload payload =
                ((Meaning.Translated) event.meaning()).messages().getFirst().payload();
        return ((BillingEvent.SubscriptionChanged) payload).subscription().version();
    }

    private <E extends CanonicalPayload> E told(Class<E> type, String stripeType, String object) {
        return type.cast(message(stripeType, object).payload());
    }

    private CanonicalPayload payload(String body) {
        return message(translate(body, Map.of())).payload();
    }

    private CanonicalMessage message(String type, String object) {
        return message(translate(event(type, object), Map.of()));
    }

    private static CanonicalMessage message(ProviderEvent event) {
        assertThat(event.meaning()).isInstanceOf(Meaning.Translated.class);
        CanonicalMessage message =
                ((Meaning.Translated) event.meaning()).messages().getFirst();
        CanonicalSchemas.check(message.envelope().type(), CanonicalJson.write(message.payload()));
        return message;
    }

    private static String event(String type, String object) {
        return "{'id':'evt_1','object':'event','created':" + CREATED + ",'type':'" + type + "','data':{'object':"
                + object + "}}";
    }

    /** The body may be written with single quotes. */
    private ProviderEvent translate(String body, Map<String, String> headers) {
        byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try {
            return translator
                    .translate(
                            StripeSignatureTest.connection("whsec_1"),
                            CanonicalJson.mapper().readTree(json),
                            new WebhookRequest("POST", "u", headers, json))
                    .getFirst();
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private static ExternalRef ref(String id) {
        return new ExternalRef(BusinessSystem.BILLING, id);
    }
}
