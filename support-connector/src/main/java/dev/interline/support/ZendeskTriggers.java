package dev.interline.support;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.durable.Ids;
import dev.interline.durable.lane.NewCommand;
import dev.interline.runtime.InterlineConfig;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks that triggers and automations send with a body the account's admin designed. A connection declares that it gets
 * such and where they name the ticket, and is refused at start if it cannot be meant; nothing else in them is believed, so the
 * ticket is read again
 * (<a href="https://developer.zendesk.com/documentation/webhooks/creating-and-monitoring-webhooks/">webhooks of
 * triggers</a>).
 */
@Startup
@ApplicationScoped
public class ZendeskTriggers {

    /** The name of the pointer to the ticket's id; declares the mode. */
    static final String TICKET_ID = "ticket-id";

    /** The name of the pointer to the time of the ticket's change. */
    static final String UPDATED_AT = "updated-at";

    private static final String TYPE = "trigger";
    private final Map<ConnectionId, Pointers> pointers = new HashMap<>();

    private record Pointers(JsonPointer ticketId, @Nullable JsonPointer updatedAt) {}

    @Inject
    ZendeskTriggers(InterlineConfig config) {
        config.connections().forEach((id, settings) -> declare(id, settings.webhookPointers()));
    }

    /** @param declared pointers by name, by connection */
    ZendeskTriggers(Map<String, Map<String, String>> declared) {
        declared.forEach(this::declare);
    }

    private void declare(String connection, Map<String, String> named) {
        if (named.isEmpty()) {
            return;
        }
        String base = "interline.connections." + connection + ".webhook-pointers.";
        named.keySet().stream()
                .filter(name -> !name.equals(TICKET_ID) && !name.equals(UPDATED_AT))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalStateException(
                            base + name + " means nothing; known: " + TICKET_ID + ", " + UPDATED_AT);
                });
        JsonPointer ticketId = pointer(base, TICKET_ID, named)
                .orElseThrow(() -> new IllegalStateException(base + TICKET_ID
                        + " is missing: without the ticket's id a trigger's webhook says nothing we can use"));
        pointers.put(
                new ConnectionId(connection),
                new Pointers(ticketId, pointer(base, UPDATED_AT, named).orElse(null)));
    }

    private static Optional<JsonPointer> pointer(String base, String name, Map<String, String> named) {
        String text = named.get(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            JsonPointer pointer = JsonPointer.compile(text);
            if (!pointer.matches()) {
                return Optional.of(pointer);
            }
        } catch (IllegalArgumentException malformed) {
            throw new IllegalStateException(base + name + " is not a JSON pointer; write /ticket/id", malformed);
        }
        throw new IllegalStateException(base + name + " names the whole body; write /ticket/id");
    }

    /** Whether the connection gets webhooks of triggers. */
    boolean isDeclared(Connection connection) {
        return pointers.containsKey(connection.id());
    }

    /** What the webhook means, if its connection gets those of triggers; empty if it gets Zendesk's own. */
    Optional<ProviderEvent> translate(Connection connection, JsonNode body, WebhookRequest raw) {
        return Optional.ofNullable(pointers.get(connection.id())).map(at -> {
            String key = dedupeKey(raw);
            return new ProviderEvent(connection, key, TYPE, meaning(connection, at, body, key, raw));
        });
    }

    /**
     * The delivery's id, which a repetition shares. Without it the body with the time it was signed at: a body may say no more
     * than a ticket's id, and would be the same for the next change; to read a ticket twice does no harm, to miss a change does.
     */
    private static String dedupeKey(WebhookRequest raw) {
        return raw.header("x-zendesk-webhook-invocation-id")
                .filter(id -> !id.isBlank())
                .map(id -> ZendeskWebhookTranslator.storable(id))
                .orElseGet(() -> "body:"
                        + Ids.sha256((Ids.sha256(raw.body()) + signedAt(raw)).getBytes(StandardCharsets.UTF_8)));
    }

    private static String signedAt(WebhookRequest raw) {
        return raw.header("x-zendesk-webhook-signature-timestamp").orElse("");
    }

    private static Meaning meaning(Connection connection, Pointers at, JsonNode body, String key, WebhookRequest raw) {
        String said = body.at(at.ticketId()).asText("").strip();
        return ZendeskTickets.id(said.startsWith("#") ? said.substring(1) : said)
                .<Meaning>map(id -> new Meaning.Refetch(NewCommand.of(
                        connection.id(),
                        "ticket/" + id,
                        SupportConnector.refetchKey(false),
                        CanonicalMessages.fromProvider(
                                connection,
                                key,
                                id,
                                time(at, body, raw),
                                new SupportCommand.RefetchTicket(ZendeskTickets.ref(id), false)))))
                .orElseGet(() -> new Meaning.Unmappable("trigger webhook: no ticket id at " + at.ticketId()));
    }

    /**
     * The time it was signed at, or the change's if that is earlier: what an admin writes may lie in the future, and the state
     * that is read is no older than this time. Without either the state's own time alone decides.
     */
    private static Instant time(Pointers at, JsonNode body, WebhookRequest raw) {
        Optional<Instant> signed = ZendeskTickets.time(signedAt(raw));
        Optional<Instant> changed =
                at.updatedAt() == null ? Optional.empty() : ZendeskTickets.time(body.at(at.updatedAt()));
        return signed.map(limit -> changed.filter(limit::isAfter).orElse(limit)).orElse(Instant.EPOCH);
    }
}
