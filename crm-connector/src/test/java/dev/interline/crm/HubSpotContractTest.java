package dev.interline.crm;

import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.WebhookSignature;
import dev.interline.sdk.ingress.WebhookTranslator;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.testkit.contract.ConnectorContractTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

class HubSpotContractTest extends ConnectorContractTest {

    @Override
    protected WebhookSignature signature() {
        return new HubSpotSignature();
    }

    @Override
    protected WebhookTranslator translator() {
        return new HubSpotWebhookTranslator(
                (endpoint, account) -> account.equals(endpoint.account()) ? Optional.of(endpoint) : Optional.empty());
    }

    @Override
    protected ProviderGateway gateway() {
        return new HubSpotGateway();
    }

    @Override
    protected Connection connection(String... secrets) {
        return HubSpotSignatureTest.connection(secrets);
    }

    @Override
    protected Map<String, String> signed(Connection connection, String secret, byte[] body, Instant at) {
        String timestamp = Long.toString(at.toEpochMilli());
        return Map.of(
                "x-hubspot-signature-v3",
                HubSpotSignatureTest.mac(
                        secret,
                        "POST" + connection.webhookUrl() + new String(body, StandardCharsets.UTF_8) + timestamp),
                "x-hubspot-request-timestamp",
                timestamp);
    }

    @Override
    protected String event(int distinction) {
        return """
                [{"eventId":%d,"subscriptionId":7,"portalId":62515,"appId":4711,"occurredAt":1795000000123,
                  "subscriptionType":"company.propertyChange","attemptNumber":0,"objectId":713492963559,
                  "changeSource":"CRM_UI","propertyName":"lifecyclestage","propertyValue":"customer"}]""".formatted(distinction);
    }

    @Override
    protected String unknownEvent() {
        return event(1).replace("company.propertyChange", "teapot.boiled");
    }
}
