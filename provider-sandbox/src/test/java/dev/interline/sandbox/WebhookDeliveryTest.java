package dev.interline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.interline.sandbox.SandboxConfig.Account;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookDeliveryTest {
    private static final String SECRET = "whsec_delivery";

    private final WebhookSink failing = new WebhookSink();
    private final WebhookSink healthy = new WebhookSink();
    private final Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(Account.of(
                    "stripe",
                    "acct_1One",
                    "sk_test_one",
                    SandboxConfig.Webhook.all(failing.url(), SECRET),
                    SandboxConfig.Webhook.all(healthy.url(), SECRET)))
            .withRetryScale(0.02));
    private final Caller http = Caller.bearer(sandbox.baseUrl(), "sk_test_one");

    @AfterEach
    void stop() {
        http.close();
        sandbox.close();
        failing.close();
        healthy.close();
    }

    private JsonNode deliveries() {
        return http.get("/_sandbox/webhooks?provider=stripe").json();
    }

    @Test
    void what_is_not_answered_2xx_comes_again_with_the_same_body_and_a_signature_that_holds()
            throws SignatureVerificationException {
        // Given
        failing.answerNext(500).answerNext(302).answerNext(404);

        // When
        http.form("/stripe/v1/customers", "name=A");

        // Then
        await().untilAsserted(() -> assertThat(failing.received()).hasSize(4));
        assertThat(failing.received())
                .extracting(WebhookSink.Received::body)
                .containsOnly(failing.received().get(0).body());
        for (WebhookSink.Received each : failing.received()) {
            Webhook.constructEvent(each.body(), each.header("Stripe-Signature"), SECRET);
        }
        await().untilAsserted(() -> assertThat(deliveries())
                .extracting(row ->
                        row.path("state").asText() + " " + row.path("attempts").asInt() + " "
                                + row.path("lastStatus").asInt())
                .containsExactly("delivered 4 200", "delivered 1 200"));
        assertThat(healthy.received()).hasSize(1);
    }

    @Test
    void one_failing_delivery_does_not_hold_up_the_next() {
        // Given
        failing.answerNext(500);
        http.form("/stripe/v1/customers", "name=First");

        // When
        http.form("/stripe/v1/customers", "name=Second");

        // Then
        await().untilAsserted(() -> assertThat(failing.bodies())
                .extracting(
                        event -> event.path("data").path("object").path("name").asText())
                .containsExactlyInAnyOrder("First", "Second", "First"));
    }

    @Test
    void first_deliveries_come_in_the_order_of_the_changes() {
        // Given
        List<String> names =
                IntStream.range(0, 40).mapToObj(i -> "Customer " + i).toList();

        // When
        names.forEach(name -> http.form("/stripe/v1/customers", "name=" + name.replace(" ", "+")));

        // Then
        await().untilAsserted(() -> assertThat(healthy.bodies())
                .extracting(
                        event -> event.path("data").path("object").path("name").asText())
                .isEqualTo(names));
    }
}
