package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.customer;
import static dev.interline.devstack.flow.StripeEvents.event;
import static dev.interline.devstack.flow.StripeEvents.fresh;
import static dev.interline.devstack.flow.StripeEvents.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** A webhook secret is exchanged for another one without losing a webhook, by command and over HTTP. */
class SigningSecretsIT {

    private static final String CONNECTION = "globex-stripe";
    private static final String BILLING = "billing-connector";

    private final InterlineStack stack = InterlineStack.running();
    private final Providers providers = new Providers(stack);

    @Test
    void theNewSecretIsTakenBesideTheOldUntilThatIsRetiredAndWhatWasRefusedIsTakenInLater() {
        // Given
        String old = stack.connection(CONNECTION).path("signingSecrets").path(0).asText();
        String next = "whsec_" + fresh("next");

        // When: the next one is added
        String added =
                stack.commandWith(next + "\n", 0, "connections", "secret", "add", CONNECTION, "--reason", "rotation");

        // Then: both are taken
        String nextPrint = added.replaceAll("(?s).*accepts (\\S+) within.*", "$1");
        eventually().untilAsserted(() -> assertThat(status(next)).isEqualTo(200));
        assertThat(status(old)).isEqualTo(200);
        eventually().untilAsserted(() -> assertThat(secrets())
                .hasSize(2)
                .allSatisfy(secret -> assertThat(secret.has("lastVerifiedAt")).isTrue()));
        assertThat(secrets().getFirst().path("fingerprint").asText()).isEqualTo(nextPrint);
        String oldPrint = secrets().getLast().path("fingerprint").asText();
        assertThat(stack.command(0, "connections", "secret", "list", CONNECTION))
                .contains(nextPrint, oldPrint)
                .doesNotContain(next, old);
        assertThat(stack.commandWith(
                        "whsec_" + fresh("third") + "\n",
                        1,
                        "connections",
                        "secret",
                        "add",
                        CONNECTION,
                        "--reason",
                        "a third"))
                .contains("retire one before");

        // When: the old one is retired while it is used
        Providers.Answer tooEarly = retire(oldPrint, false);
        stack.command(0, "connections", "secret", "retire", CONNECTION, oldPrint, "--force", "--reason", "rotated");

        // Then: what it signs is refused and kept
        assertThat(tooEarly.status()).as(tooEarly.body()).isEqualTo(409);
        eventually().untilAsserted(() -> assertThat(status(old)).isEqualTo(400));
        String cus = fresh("cus");
        String name = fresh("Late");
        assertThat(signed(old, event("customer.created", customer(cus, name, "a@late.example")))
                        .status())
                .isEqualTo(400);
        assertThat(signed(old, event("customer.subscription.created", subscription(fresh("sub"), cus, "active", "pro")))
                        .status())
                .isEqualTo(400);
        assertThat(stack.command(0, "quarantine", "list", "--connection", CONNECTION))
                .contains("SIGNATURE_MISMATCH");
        assertThat(status(next)).isEqualTo(200);
        assertThat(retire(nextPrint, true).body()).contains("It is the only one");

        // When: it was retired too early, so it is taken again, and what was refused is looked at anew
        Providers.Answer back = post("/add", "{\"secret\":\"" + old + "\",\"reason\":\"too early\"}");
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.body()).doesNotContain(old);
        eventually().untilAsserted(() -> assertThat(status(old)).isEqualTo(200));
        stack.command(0, "quarantine", "release", "--connection", CONNECTION, "--since", "10m", "--reason", "right");

        // Then: it has its effect
        eventually().untilAsserted(() -> assertThat(providers.company("globex", name, "interline_billing_status"))
                .hasValue("active"));
        assertThat(retire(nextPrint, true).status()).isEqualTo(200);
        assertThat(stack.logs()).allSatisfy((file, text) -> assertThat(text.contains(old) || text.contains(next))
                .as("a secret in " + file)
                .isFalse());
    }

    /** How a webhook is answered that is signed with the secret. */
    private int status(String secret) {
        return signed(secret, event("customer.created", customer(fresh("cus"), fresh("Any"), "a@any.example")))
                .status();
    }

    private Providers.Answer signed(String secret, String body) {
        long now = Instant.now().getEpochSecond();
        return providers.post(
                stack.connection(CONNECTION).path("webhookUrl").asText(),
                body,
                "Content-Type",
                "application/json",
                "Stripe-Signature",
                "t=" + now + ",v1=" + HexFormat.of().formatHex(Providers.hmac(secret, now + "." + body)));
    }

    private List<JsonNode> secrets() {
        JsonNode credentials = providers
                .get(
                        stack.url(BILLING) + "/admin/v1/connections/" + CONNECTION + "/credentials",
                        "Authorization",
                        "Bearer " + stack.apiKey("admin"))
                .json();
        return credentials
                .valueStream()
                .filter(credential -> credential.path("kind").asText().equals("SIGNING_SECRETS"))
                .flatMap(credential -> credential.path("secrets").valueStream())
                .toList();
    }

    private Providers.Answer retire(String fingerprint, boolean force) {
        return post(
                "/retire",
                "{\"fingerprint\":\"" + fingerprint + "\",\"force\":" + force + ",\"reason\":\"over HTTP\"}");
    }

    private Providers.Answer post(String act, String body) {
        return providers.post(
                stack.url(BILLING) + "/admin/v1/connections/" + CONNECTION + "/credentials/signing-secrets" + act,
                body,
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + stack.apiKey("admin"));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(300));
    }
}
