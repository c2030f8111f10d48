package dev.interline.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Event;
import com.stripe.model.Invoice;
import com.stripe.model.Refund;
import com.stripe.model.Subscription;
import com.stripe.model.billing.MeterEvent;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.InvoicePayParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.common.EmptyParam;
import dev.interline.sandbox.Caller;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Money that came, goes back, is not expected any more; usage; pauses: each as Stripe's own library calls it. */
class StripePaymentsTest {
    private final Sandbox sandbox =
            Sandbox.start(SandboxConfig.inMemory(Account.of("stripe", "acct_1Money", "sk_test_money")));
    private final Caller http = Caller.bearer(sandbox.baseUrl() + "/stripe/v1", "sk_test_money");
    private final StripeClient stripe = StripeClient.builder()
            .setApiKey("sk_test_money")
            .setApiBase(sandbox.baseUrl() + "/stripe")
            .setMaxNetworkRetries(0)
            .build();

    @AfterEach
    void stop() {
        http.close();
        sandbox.close();
    }

    private Subscription subscribed(String paymentMethod) throws StripeException {
        String product = http.form("/products", "name=Plan").json().path("id").asText();
        String price = http.form(
                        "/prices", "product=" + product + "&currency=eur&unit_amount=1000&recurring[interval]=month")
                .json()
                .path("id")
                .asText();
        String customer = stripe.v1()
                .customers()
                .create(CustomerCreateParams.builder().setName("ada").build())
                .getId();
        return stripe.v1()
                .subscriptions()
                .create(SubscriptionCreateParams.builder()
                        .setCustomer(customer)
                        .setDefaultPaymentMethod(paymentMethod)
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice(price)
                                .setQuantity(2L)
                                .build())
                        .build());
    }

    private Charge charged() throws StripeException {
        String invoice = subscribed("pm_card_visa").getLatestInvoice();
        return stripe.v1().charges().retrieve("ch_" + invoice.substring(3));
    }

    private List<String> newest(int count) throws StripeException {
        return stripe.v1().events().list().getData().stream()
                .limit(count)
                .map(Event::getType)
                .toList();
    }

    @Test
    void a_charge_is_given_back_in_parts_and_never_more_than_it_was() throws StripeException {
        // Given
        Charge charge = charged();
        RefundCreateParams part = RefundCreateParams.builder()
                .setCharge(charge.getId())
                .setAmount(500L)
                .setReason(RefundCreateParams.Reason.DUPLICATE)
                .putMetadata("our_key", "r1")
                .build();

        // When
        Refund refund = stripe.v1().refunds().create(part);
        Refund rest = stripe.v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(charge.getPaymentIntent())
                        .build());

        // Then
        assertThat(refund.getAmount()).isEqualTo(500);
        assertThat(refund.getCurrency()).isEqualTo("eur");
        assertThat(rest.getAmount()).isEqualTo(1500);
        assertThat(stripe.v1().charges().retrieve(charge.getId()).getRefunded()).isTrue();
        assertThat(stripe.v1()
                        .refunds()
                        .list(RefundListParams.builder()
                                .setCharge(charge.getId())
                                .build())
                        .getData())
                .extracting(Refund::getId)
                .containsExactly(rest.getId(), refund.getId());
        assertThat(newest(4)).containsExactly("charge.refunded", "refund.created", "charge.refunded", "refund.created");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().refunds().create(part))
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo("charge_already_refunded"));
    }

    @Test
    void the_same_key_gives_back_once() throws StripeException {
        // Given
        Charge charge = charged();
        RefundCreateParams part = RefundCreateParams.builder()
                .setCharge(charge.getId())
                .setAmount(500L)
                .build();
        RequestOptions key = RequestOptions.builder().setIdempotencyKey("once").build();

        // When
        Refund first = stripe.v1().refunds().create(part, key);
        Refund again = stripe.v1().refunds().create(part, key);

        // Then
        assertThat(again.getId()).isEqualTo(first.getId());
        assertThat(stripe.v1().charges().retrieve(charge.getId()).getAmountRefunded())
                .isEqualTo(500);
    }

    @Test
    void an_unpaid_invoice_is_written_off_and_may_still_be_paid() throws StripeException {
        // Given
        String id = subscribed("pm_card_chargeDeclined").getLatestInvoice();

        // When
        Invoice writtenOff = stripe.v1().invoices().markUncollectible(id);
        Invoice paid = stripe.v1()
                .invoices()
                .pay(id, InvoicePayParams.builder().setPaidOutOfBand(true).build());

        // Then
        assertThat(writtenOff.getStatus()).isEqualTo("uncollectible");
        assertThat(writtenOff.getStatusTransitions().getMarkedUncollectibleAt()).isNotNull();
        assertThat(paid.getStatus()).isEqualTo("paid");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().invoices().markUncollectible(id));
    }

    @Test
    void collection_is_paused_and_resumed() throws StripeException {
        // Given
        String id = subscribed("pm_card_visa").getId();

        // When
        Subscription paused = stripe.v1()
                .subscriptions()
                .update(
                        id,
                        SubscriptionUpdateParams.builder()
                                .setPauseCollection(SubscriptionUpdateParams.PauseCollection.builder()
                                        .setBehavior(SubscriptionUpdateParams.PauseCollection.Behavior.VOID)
                                        .setResumesAt(1_900_000_000L)
                                        .build())
                                .build());
        Subscription resumed = stripe.v1()
                .subscriptions()
                .update(
                        id,
                        SubscriptionUpdateParams.builder()
                                .setPauseCollection(EmptyParam.EMPTY)
                                .build());

        // Then
        assertThat(paused.getStatus()).isEqualTo("active");
        assertThat(paused.getPauseCollection().getBehavior()).isEqualTo("void");
        assertThat(paused.getPauseCollection().getResumesAt()).isEqualTo(1_900_000_000L);
        assertThat(resumed.getPauseCollection()).isNull();
    }

    @Test
    void usage_is_taken_once_per_identifier_and_only_of_the_last_weeks() throws StripeException {
        // Given
        stripe.v1()
                .billing()
                .meters()
                .create(MeterCreateParams.builder()
                        .setDisplayName("Tokens")
                        .setEventName("tokens")
                        .setDefaultAggregation(MeterCreateParams.DefaultAggregation.builder()
                                .setFormula(MeterCreateParams.DefaultAggregation.Formula.SUM)
                                .build())
                        .build());

        // When
        MeterEvent taken = stripe.v1().billing().meterEvents().create(usage("use-1", Instant.now()));

        // Then
        assertThat(taken.getPayload()).containsEntry("value", "25");
        assertThat(newest(1)).containsExactly("billing.meter.created");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().billing().meterEvents().create(usage("use-1", Instant.now())))
                .withMessageContaining("already exists with identifier");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1()
                        .billing()
                        .meterEvents()
                        .create(usage("use-2", Instant.now().minusSeconds(36 * 86_400L))))
                .satisfies(old -> assertThat(old.getCode()).isEqualTo("timestamp_too_far_in_past"));
    }

    private static MeterEventCreateParams usage(String identifier, Instant at) {
        return MeterEventCreateParams.builder()
                .setEventName("tokens")
                .putPayload("stripe_customer_id", "cus_1")
                .putPayload("value", "25")
                .setIdentifier(identifier)
                .setTimestamp(at.getEpochSecond())
                .build();
    }
}
