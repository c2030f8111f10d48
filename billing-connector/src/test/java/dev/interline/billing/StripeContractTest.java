package dev.interline.billing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.WebhookSignature;
import dev.interline.sdk.ingress.WebhookTranslator;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.testkit.contract.Capability;
import dev.interline.testkit.contract.ConnectorContractTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class StripeContractTest extends ConnectorContractTest {

    @Override
    public WebhookSignature signature() {
        return new StripeSignature();
    }

    @Override
    public WebhookTranslator translator() {
        return new StripeWebhookTranslator();
    }

    @Override
    public ProviderGateway gateway() {
        return new StripeGateway();
    }

    @Override
    public Connection connection(String... secrets) {
        return StripeSignatureTest.connection(secrets);
    }

    @Override
    public Map<String, String> signed(Connection connection, String secret, byte[] body, Instant at) {
        long t = at.getEpochSecond();
        return Map.of(
                "stripe-signature",
                "t=" + t + ",v1="
                        + StripeSignatureTest.mac(secret, t + "." + new String(body, StandardCharsets.UTF_8)));
    }

    @Override
    public String event(int distinction) {
        return """
                {"id":"evt_%d","object":"event","created":1795000000,"type":"customer.subscription.updated","data":{
                 "object":{"id":"sub_1","customer":"cus_1","status":"active","cancel_at":null,"trial_end":null,
                 "items":{"data":[{"quantity":1,"current_period_end":1800000000,"price":{"id":"price_1","nickname":"pro",
                 "currency":"usd","unit_amount":4900,"product":"prod_1"}}]}}}}""".formatted(distinction);
    }

    @Override
    public String unknownEvent() {
        return event(1).replace("customer.subscription.updated", "teapot.boiled");
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.DELETION,
                Capability.THROTTLING_CLASSES,
                Capability.EFFECTS,
                Capability.NATIVE_IDEMPOTENCY,
                Capability.LISTED_RECORDS);
    }

    @Override
    public Optional<String> eventOf(Capability capability) {
        return switch (capability) {
            case BATCHED_EVENTS -> Optional.of("[" + event(1) + "," + event(2) + "]");
            case THIN_EVENTS -> Optional.of("""
                        {"id":"evt_1","object":"v2.core.event","type":"v2.core.account.updated",
                         "created":"2026-11-01T12:00:00.000Z","related_object":{"id":"acct_1","type":"v2.core.account"}}""");
            case DELETION -> Optional.of("""
                        {"id":"evt_1","object":"event","created":1795000000,"type":"customer.deleted","data":{"object":{
                         "id":"cus_1","object":"customer","deleted":true,"name":"Acme","metadata":{}}}}""");
            default -> Optional.empty();
        };
    }

    @Override
    public Map<String, ProviderAnswer> throttlings() {
        return Map.of("account", throttled("global-rate"), "endpoint", throttled("endpoint-rate"));
    }

    private static ProviderAnswer throttled(String reason) {
        return new ProviderAnswer(
                429, Map.of("stripe-rate-limited-reason", reason), JsonNodeFactory.instance.objectNode(), true);
    }
}
