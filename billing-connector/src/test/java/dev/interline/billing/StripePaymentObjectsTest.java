package dev.interline.billing;

import static dev.interline.billing.ToldByStripe.message;
import static dev.interline.billing.ToldByStripe.payload;
import static dev.interline.billing.ToldByStripe.ref;
import static dev.interline.billing.ToldByStripe.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.Money;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.Charge;
import dev.interline.canonical.billing.ChargeStatus;
import dev.interline.canonical.billing.Checkout;
import dev.interline.canonical.billing.CheckoutMode;
import dev.interline.canonical.billing.CheckoutPayment;
import dev.interline.canonical.billing.DisputeStatus;
import dev.interline.canonical.billing.InvoicePayment;
import dev.interline.canonical.billing.InvoiceStatus;
import dev.interline.canonical.billing.PaymentMethod;
import dev.interline.canonical.billing.PaymentStatus;
import dev.interline.canonical.billing.RefundStatus;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invoices, payments, refunds, disputes, checkouts and prices, of every version of Stripe's API. */
class StripePaymentObjectsTest {

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
}
