package dev.interline.support;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.Hmac;
import dev.interline.sdk.ingress.WebhookSignature;
import dev.interline.sdk.ingress.WebhookTranslator;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.testkit.contract.Capability;
import dev.interline.testkit.contract.ConnectorContractTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class ZendeskContractTest extends ConnectorContractTest {

    @Override
    public WebhookSignature signature() {
        return new ZendeskSignature();
    }

    @Override
    public WebhookTranslator translator() {
        return new ZendeskWebhookTranslator(new ZendeskTriggers(Map.of()));
    }

    @Override
    public ProviderGateway gateway() {
        return new ZendeskGateway();
    }

    @Override
    public Connection connection(String... secrets) {
        return TestConnections.acme(List.of(secrets));
    }

    /** ZendeskSignatureTest proves the MAC itself against published vectors; here only who may sign what is at stake. */
    @Override
    public Map<String, String> signed(Connection connection, String secret, byte[] body, Instant at) {
        String timestamp = at.toString();
        return Map.of(
                "x-zendesk-webhook-signature",
                Base64.getEncoder()
                        .encodeToString(Hmac.sha256(secret, timestamp.getBytes(StandardCharsets.UTF_8), body)),
                "x-zendesk-webhook-signature-timestamp",
                timestamp);
    }

    @Override
    public String event(int distinction) {
        return """
                {"account_id":22129001,"id":"0b1c2d3e-0000-4000-8000-00000000000%d","type":"zen:event-type:ticket.created",
                 "subject":"zen:ticket:46406156914577","time":"2026-11-01T11:59:58.123456789Z",
                 "zendesk_event_version":"2022-11-06","detail":{"id":"46406156914577","status":"OPEN","priority":"URGENT",
                 "organization_id":"8447346622462","external_id":null,"tags":["a"]},
                 "event":{"meta":{"sequence":{"id":12345678901234567890123456}}}}""".formatted(distinction);
    }

    @Override
    public String unknownEvent() {
        return event(1).replace("ticket.created", "teapot.boiled");
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.BATCHED_EVENTS));
    }

    @Override
    public Optional<String> eventOf(Capability capability) {
        return switch (capability) {
            case BATCHED_EVENTS -> Optional.of("[" + event(1) + "," + event(2) + "]");
            case THIN_EVENTS -> Optional.of(event(1).replace("\"status\":\"OPEN\",", ""));
            case MERGE -> Optional.of(event(1).replace("ticket.created", "ticket.merged"));
            case DELETION -> Optional.of(event(1).replace("ticket.created", "ticket.soft_deleted"));
            case PRIVACY_DELETION -> Optional.of(event(1).replace("ticket.created", "ticket.permanently_deleted"));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<ProviderAnswer> partialFailure() {
        return Optional.of(Answers.ok("""
                {"job_status":{"id":"V3-1","status":"completed","results":[{"index":0,"id":5158,"success":true},
                 {"index":1,"id":5159,"success":false,"error":"TicketUpdateFailed","details":"Status: closed"}]}}"""));
    }

    /** Only what follows a job is answered so. */
    @Override
    public boolean mayFailInPart(OperationDescriptor operation) {
        return operation.name().equals("read-job");
    }

    @Override
    public Optional<Failure> failure(OperationDescriptor operation, ProviderAnswer answer) {
        Optional<Failure> failure = gateway().failure(operation, answer);
        if (failure.isPresent() || !mayFailInPart(operation)) {
            return failure;
        }
        try {
            new ZendeskJobs().ended(answer);
            return Optional.empty();
        } catch (FailureException partly) {
            return Optional.of(partly.failure());
        }
    }

    @Override
    public Map<String, ProviderAnswer> throttlings() {
        return Map.of(
                "account",
                throttled(Map.of("ratelimit-remaining", "0", "ratelimit-limit", "400", "ratelimit-reset", "20")),
                "endpoint",
                throttled(Map.of("zendesk-ratelimit-tickets-index", "total=100; remaining=0; resets=30")));
    }

    private static ProviderAnswer throttled(Map<String, String> headers) {
        return new ProviderAnswer(429, headers, JsonNodeFactory.instance.objectNode(), true);
    }
}
