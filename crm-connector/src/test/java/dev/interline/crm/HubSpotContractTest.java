package dev.interline.crm;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.interline.canonical.message.CanonicalJson;
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

class HubSpotContractTest extends ConnectorContractTest {

    @Override
    public WebhookSignature signature() {
        return new HubSpotSignature();
    }

    @Override
    public WebhookTranslator translator() {
        return new HubSpotWebhookTranslator(
                (endpoint, account) -> account.equals(endpoint.account()) ? Optional.of(endpoint) : Optional.empty());
    }

    @Override
    public ProviderGateway gateway() {
        return new HubSpotGateway();
    }

    @Override
    public Connection connection(String... secrets) {
        return HubSpotSignatureTest.connection(secrets);
    }

    @Override
    public Map<String, String> signed(Connection connection, String secret, byte[] body, Instant at) {
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
    public String event(int distinction) {
        return """
                [{"eventId":%d,"subscriptionId":7,"portalId":62515,"appId":4711,"occurredAt":1795000000123,
                  "subscriptionType":"company.propertyChange","attemptNumber":0,"objectId":713492963559,
                  "changeSource":"CRM_UI","propertyName":"lifecyclestage","propertyValue":"customer"}]""".formatted(distinction);
    }

    @Override
    public String unknownEvent() {
        return event(1).replace("company.propertyChange", "teapot.boiled");
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.NATIVE_IDEMPOTENCY));
    }

    @Override
    public Optional<String> eventOf(Capability capability) {
        return switch (capability) {
            case BATCHED_EVENTS ->
                Optional.of(event(1).strip().replaceFirst("]$", ",")
                        + event(2).strip().substring(1));
            case THIN_EVENTS -> Optional.of(event(1));
            case MERGE ->
                Optional.of(event(1).replace(
                                "company.propertyChange\"",
                                "company.merge\",\"primaryObjectId\":713492963559,"
                                        + "\"mergedObjectIds\":[713492963560],\"newObjectId\":713492963561"));
            case DELETION -> Optional.of(event(1).replace("company.propertyChange", "company.deletion"));
            case PRIVACY_DELETION -> Optional.of(event(1).replace("company.propertyChange", "company.privacyDeletion"));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<ProviderAnswer> partialFailure() {
        return Optional.of(answer(207, """
                {"status":"COMPLETE","numErrors":1,"results":[{"id":"1"}],"errors":[{"status":"error",
                 "category":"VALIDATION_ERROR","message":"Property values were not valid","context":{"id":["2"]}}]}"""));
    }

    @Override
    public Map<String, ProviderAnswer> throttlings() {
        return Map.of(
                "burst", answer(429, "{\"policyName\":\"TEN_SECONDLY_ROLLING\"}"),
                "daily", answer(429, "{\"policyName\":\"DAILY\"}"));
    }

    private static ProviderAnswer answer(int status, String body) {
        try {
            return new ProviderAnswer(status, Map.of(), CanonicalJson.mapper().readTree(body), true);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
