package dev.interline.testkit.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.interline.durable.failure.Failure;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.ingress.WebhookSignature;
import dev.interline.sdk.ingress.WebhookTranslator;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a connector shows of itself, so that it can be held to the contract. */
public interface ConnectorUnderContract {

    /** Now, for whoever verifies. */
    Instant NOW = Instant.parse("2026-11-01T12:00:00.123Z");

    /** The secret that was made last. */
    String NEWEST = "newest-secret-of-this-connection";

    /** The one before it. */
    String OLDER = "older-secret-of-this-connection";

    /** Makes values of JSON. */
    JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The connector's signature check. */
    WebhookSignature signature();

    /** The connector's translator; knows the account of {@link #connection}. */
    WebhookTranslator translator();

    /** The connector's gateway. */
    ProviderGateway gateway();

    /** A connection with those live secrets, newest first. */
    Connection connection(String... secrets);

    /** The headers, by lower-case name, with which the provider signs that body at that time. */
    Map<String, String> signed(Connection connection, String secret, byte[] body, Instant at);

    /** A request body with one event that means something; events of other distinctions are other events. */
    String event(int distinction);

    /** The same event as {@link #event}, of a type nobody knows. */
    String unknownEvent();

    /** What the connector deals with; what it does not declare it must refuse cleanly. */
    Set<Capability> capabilities();

    /**
     * A request body with what makes the provider's events need the capability; empty if the provider never sends such a
     * thing.
     */
    Optional<String> eventOf(Capability capability);

    /** A 2xx of the provider in which something failed; empty if it never answers so. */
    default Optional<ProviderAnswer> partialFailure() {
        return Optional.empty();
    }

    /** Whether the operation may be answered so; unless said otherwise, all that have an effect. */
    default boolean mayFailInPart(OperationDescriptor operation) {
        return operation.hasEffect();
    }

    /** What the connector makes of an answer, by its gateway and by whatever reads the answer after it. */
    default Optional<Failure> failure(OperationDescriptor operation, ProviderAnswer answer) {
        return gateway().failure(operation, answer);
    }

    /** The provider's refusals by the limit they are about, for those that tell. */
    default Map<String, ProviderAnswer> throttlings() {
        return Map.of();
    }

    /** An event as another account's: the provider's events may name the account they are of. */
    default byte[] ofAccount(Connection account, String event) {
        return event.replace("\"portalId\":" + connection("x").account(), "\"portalId\":" + account.account())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A webhook as it comes to the connection's URL. */
    static WebhookRequest request(Connection connection, Map<String, String> headers, byte[] body) {
        return new WebhookRequest("POST", connection.webhookUrl(), headers, body);
    }
}
