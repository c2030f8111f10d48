package dev.interline.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.model.Subscription;
import com.stripe.net.Webhook;
import dev.interline.sandbox.Caller;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.WebhookSink;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StripeWebhooksTest {
    private static final String SECRET = "whsec_sandbox_test";

    private final WebhookSink current = new WebhookSink();
    private final WebhookSink old = new WebhookSink();
    private final Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(Account.of(
            "stripe",
            "acct_1Hooked",
            "sk_test_hooked",
            new SandboxConfig.Webhook(current.url(), SECRET, "2026-07-29.dahlia", null, List.of("*")),
            new SandboxConfig.Webhook(
                    old.url(), SECRET, "2020-08-27", null, List.of("customer.subscription.updated")))));
    private final Caller http = Caller.bearer(sandbox.baseUrl() + "/stripe/v1", "sk_test_hooked");

    @AfterEach
    void stop() {
        http.close();
        sandbox.close();
        current.close();
        old.close();
    }

    private String subscription() {
        String product = http.form("/products", "name=Plan").json().path("id").asText();
        String price = http.form(
                        "/prices", "product=" + product + "&currency=usd&unit_amount=4900&recurring[interval]=month")
                .json()
                .path("id")
                .asText();
        String customer = http.form("/customers", "name=Acme").json().path("id").asText();
        return http.form("/subscriptions", "customer=" + customer + "&items[0][price]=" + price, "Idempotency-Key", "k")
                .json()
                .path("id")
                .asText();
    }

    @Test
    void a_new_subscription_is_told_in_order_and_verifies_with_stripes_own_library()
            throws SignatureVerificationException {
        // Given
        String subscription = subscription();

        // When
        await().untilAsserted(() -> assertThat(current.bodies())
                .extracting(event -> event.path("type").asText())
                .containsExactly(
                        "product.created",
                        "price.created",
                        "customer.created",
                        "customer.subscription.created",
                        "invoice.created",
                        "invoice.finalized",
                        "invoice.paid",
                        "invoice.payment_succeeded",
                        "charge.succeeded",
                        "payment_intent.succeeded",
                        "invoice_payment.paid"));
        WebhookSink.Received told = current.received().get(3);
        Event event = Webhook.constructEvent(told.body(), told.header("Stripe-Signature"), SECRET);

        // Then
        assertThat(event.getDataObjectDeserializer().getObject()).hasValueSatisfying(object -> {
            assertThat(object).isInstanceOf(Subscription.class);
            assertThat(((Subscription) object).getId()).isEqualTo(subscription);
        });
        assertThat(event.getLivemode()).isFalse();
        assertThat(event.getRequest().getIdempotencyKey()).isEqualTo("k");
        assertThat(event.getPendingWebhooks()).isEqualTo(1);
    }

    @Test
    void an_update_names_what_was_before_in_the_shape_of_each_endpoint() {
        // Given
        String subscription = subscription();

        // When
        http.form("/subscriptions/" + subscription, "metadata[plan]=gold&cancel_at_period_end=true");

        // Then
        await().untilAsserted(() -> {
            JsonNode now = current.bodies().get(current.bodies().size() - 1);
            assertThat(now.path("type").asText()).isEqualTo("customer.subscription.updated");
            JsonNode previous = now.path("data").path("previous_attributes");
            assertThat(previous.path("cancel_at_period_end").asBoolean(true)).isFalse();
            assertThat(previous.path("metadata").get("plan").isNull()).isTrue();
            assertThat(previous.has("status")).isFalse();
            assertThat(now.path("data").path("object").has("current_period_end"))
                    .isFalse();
        });
        await().untilAsserted(() -> {
            assertThat(old.bodies()).hasSize(1);
            JsonNode then = old.bodies().get(0);
            assertThat(then.path("api_version").asText()).isEqualTo("2020-08-27");
            assertThat(then.path("data")
                            .path("object")
                            .path("current_period_end")
                            .isNumber())
                    .isTrue();
        });
    }

    @Test
    void an_update_that_changes_nothing_tells_nobody() {
        // Given
        String customer = http.form("/customers", "name=Same").json().path("id").asText();

        // When
        http.form("/customers/" + customer, "name=Same");
        http.form("/customers/" + customer, "name=Other");

        // Then
        await().untilAsserted(() -> assertThat(current.bodies())
                .extracting(event -> event.path("type").asText())
                .containsExactly("customer.created", "customer.updated"));
    }

    @Test
    void the_signature_is_the_known_one() {
        // Given
        String payload = "{\n  \"id\": \"evt_test_webhook\",\n  \"object\": \"event\"\n}";

        // When
        String header = StripeWebhooks.signature("whsec_test_secret", 1614265330, payload);

        // Then
        assertThat(header)
                .isEqualTo("t=1614265330,v1=af4ead0627a34a8cca29808e8de9ada8e41a92e6237c63cef6eacf51d36cca34");
    }
}
