package dev.interline.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.net.Webhook;
import com.stripe.param.ChargeListParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import dev.interline.sandbox.Caller;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.WebhookSink;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What payers' banks ask back, and the charges that are found: each as Stripe's own library reads it. */
class StripeDisputesTest {
    private static final String SECRET = "whsec_disputes";

    private final WebhookSink sink = new WebhookSink();
    private final Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(Account.of(
            "stripe",
            "acct_1Asked",
            "sk_test_asked",
            new SandboxConfig.Webhook(
                    sink.url(),
                    SECRET,
                    "2026-07-29.dahlia",
                    null,
                    List.of("charge.dispute.created", "charge.dispute.funds_withdrawn")))));
    private final Caller http = Caller.bearer(sandbox.baseUrl() + "/stripe/v1", "sk_test_asked");
    private final Caller bank = Caller.bearer(sandbox.baseUrl() + "/_sandbox/stripe/acct_1Asked", "");
    private final StripeClient stripe = StripeClient.builder()
            .setApiKey("sk_test_asked")
            .setApiBase(sandbox.baseUrl() + "/stripe")
            .setMaxNetworkRetries(0)
            .build();

    @AfterEach
    void stop() {
        http.close();
        bank.close();
        sandbox.close();
        sink.close();
    }

    private String made(String path, String form) {
        return http.form(path, form).json().path("id").asText();
    }

    private Charge charged(String customer) throws StripeException {
        String price = made(
                "/prices",
                "product=" + made("/products", "name=Plan")
                        + "&currency=eur&unit_amount=1000&recurring[interval]=month");
        String subscription = made("/subscriptions", "customer=" + customer + "&items[0][price]=" + price);
        String invoice = stripe.v1().subscriptions().retrieve(subscription).getLatestInvoice();
        return stripe.v1().charges().retrieve("ch_" + invoice.substring(3));
    }

    private String disputed(Charge charge, String body) {
        Caller.Reply opened = bank.post("/charges/" + charge.getId() + "/dispute", body);
        assertThat(opened.status()).as(opened.body()).isEqualTo(200);
        return opened.json().path("id").asText();
    }

    @Test
    void a_charge_that_the_bank_takes_back_is_told_and_not_given_back_again()
            throws StripeException, SignatureVerificationException {
        // Given
        Charge charge = charged(made("/customers", "name=ada"));

        // When
        String id = disputed(charge, "{'reason':'product_not_received'}");

        // Then
        Dispute dispute = stripe.v1().disputes().retrieve(id);
        assertThat(dispute.getStatus()).isEqualTo("needs_response");
        assertThat(dispute.getReason()).isEqualTo("product_not_received");
        assertThat(dispute.getAmount()).isEqualTo(1000);
        assertThat(dispute.getCharge()).isEqualTo(charge.getId());
        assertThat(dispute.getPaymentIntent()).isEqualTo(charge.getPaymentIntent());
        assertThat(dispute.getIsChargeRefundable()).isFalse();
        assertThat(dispute.getEvidenceDetails().getDueBy()).isGreaterThan(dispute.getCreated());
        assertThat(stripe.v1().charges().retrieve(charge.getId()).getDisputed()).isTrue();
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1()
                        .refunds()
                        .create(RefundCreateParams.builder()
                                .setCharge(charge.getId())
                                .build()))
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo("charge_disputed"));
        await().untilAsserted(() -> assertThat(sink.bodies())
                .extracting(event -> event.path("type").asText())
                .containsExactly("charge.dispute.created", "charge.dispute.funds_withdrawn"));
        WebhookSink.Received told = sink.received().get(0);
        assertThat(Webhook.constructEvent(told.body(), told.header("Stripe-Signature"), SECRET)
                        .getDataObjectDeserializer()
                        .getObject())
                .hasValueSatisfying(
                        object -> assertThat(((Dispute) object).getId()).isEqualTo(id));
    }

    @Test
    void a_bank_that_only_asks_has_moved_no_money() throws StripeException {
        // Given
        Charge charge = charged(made("/customers", "name=ada"));

        // When
        String id = disputed(charge, "{'inquiry':true}");
        stripe.v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setCharge(charge.getId())
                        .setAmount(100L)
                        .build());

        // Then
        Dispute inquiry = stripe.v1().disputes().retrieve(id);
        assertThat(inquiry.getStatus()).isEqualTo("warning_needs_response");
        assertThat(inquiry.getIsChargeRefundable()).isTrue();
        assertThat(stripe.v1().charges().retrieve(charge.getId()).getAmountRefunded())
                .isEqualTo(100);
        await().untilAsserted(() -> assertThat(sink.bodies())
                .extracting(event -> event.path("type").asText())
                .containsExactly("charge.dispute.created"));
    }

    @Test
    void only_a_charge_that_is_not_disputed_yet_is_for_a_reason_that_exists() throws StripeException {
        // Given
        Charge charge = charged(made("/customers", "name=ada"));
        String path = "/charges/" + charge.getId() + "/dispute";

        // When
        int unreasonable = bank.post(path, "{'reason':'teapot'}").status();
        int first = bank.post(path, "").status();
        int second = bank.post(path, "").status();

        // Then
        assertThat(unreasonable).isEqualTo(400);
        assertThat(first).isEqualTo(200);
        assertThat(second).isEqualTo(409);
        assertThat(bank.post("/charges/ch_none/dispute", "").status()).isEqualTo(404);
    }

    @Test
    void charges_refunds_and_disputes_are_found_by_what_they_belong_to() throws StripeException {
        // Given
        String customer = made("/customers", "name=ada");
        Charge older = charged(customer);
        Charge newer = charged(customer);
        Charge foreign = charged(made("/customers", "name=grace"));
        List<String> refunds = List.of(
                made("/refunds", "amount=100&charge=" + older.getId()),
                made("/refunds", "amount=100&charge=" + newer.getId()));
        List<String> disputes = List.of(disputed(older, ""), disputed(newer, ""));

        // Then
        assertThat(stripe.v1().charges().list().getData())
                .extracting(Charge::getId)
                .containsExactly(foreign.getId(), newer.getId(), older.getId());
        assertThat(charges(ChargeListParams.builder().setCustomer(customer)))
                .containsExactly(newer.getId(), older.getId());
        assertThat(charges(ChargeListParams.builder().setPaymentIntent(foreign.getPaymentIntent())))
                .containsExactly(foreign.getId());
        assertThat(charges(
                        ChargeListParams.builder().setCustomer(customer).setPaymentIntent(foreign.getPaymentIntent())))
                .isEmpty();
        assertThat(charges(ChargeListParams.builder()
                        .setCreated(ChargeListParams.Created.builder()
                                .setLt(older.getCreated())
                                .build())))
                .isEmpty();
        assertThat(stripe.v1()
                        .refunds()
                        .list(RefundListParams.builder()
                                .setCharge(older.getId())
                                .setPaymentIntent(newer.getPaymentIntent())
                                .build())
                        .getData())
                .isEmpty();
        assertThat(http.get("/refunds?payment_intent=" + newer.getPaymentIntent())
                        .json()
                        .at("/data/0/id")
                        .asText())
                .isEqualTo(refunds.get(1));
        assertThat(disputes(DisputeListParams.builder())).containsExactly(disputes.get(1), disputes.get(0));
        assertThat(disputes(DisputeListParams.builder().setCharge(older.getId())))
                .containsExactly(disputes.get(0));
        assertThat(disputes(DisputeListParams.builder().setPaymentIntent(newer.getPaymentIntent())))
                .containsExactly(disputes.get(1));
        assertThat(disputes(DisputeListParams.builder()
                        .setCreated(DisputeListParams.Created.builder()
                                .setGt(older.getCreated() + 3600)
                                .build())))
                .isEmpty();
        assertThat(http.get("/disputes/du_none").status()).isEqualTo(404);
        assertThat(http.get("/disputes?customer=" + customer).status()).isEqualTo(400);
    }

    private List<String> charges(ChargeListParams.Builder wanted) throws StripeException {
        return stripe.v1().charges().list(wanted.build()).getData().stream()
                .map(Charge::getId)
                .toList();
    }

    private List<String> disputes(DisputeListParams.Builder wanted) throws StripeException {
        return stripe.v1().disputes().list(wanted.build()).getData().stream()
                .map(Dispute::getId)
                .toList();
    }
}
