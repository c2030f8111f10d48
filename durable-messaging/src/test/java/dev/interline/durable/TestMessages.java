package dev.interline.durable;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.durable.lane.NewCommand;
import dev.interline.durable.outbound.OutboxMessage;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages for tests; what they say does not matter. */
public final class TestMessages {

    public static final ConnectionId CONNECTION = new ConnectionId("acme-test");

    private TestMessages() {}

    public static CanonicalMessage message(String id, String subject) {
        return message(
                id,
                subject,
                "billing.refetch-account.v1",
                new BillingCommand.RefetchAccount(new ExternalRef(BusinessSystem.BILLING, subject)));
    }

    private static CanonicalMessage message(String id, String subject, String type, CanonicalPayload payload) {
        return new CanonicalMessage(
                new Envelope(
                        id,
                        URI.create("/test"),
                        type,
                        subject,
                        Instant.parse("2026-11-01T10:00:00Z"),
                        new TenantId("acme"),
                        CONNECTION,
                        id,
                        null,
                        null),
                payload);
    }

    public static OutboxMessage outbox(String id, String subject) {
        return OutboxMessage.of("billing.commands.v1", message(id, subject));
    }

    public static NewCommand command(String id, String entity, @Nullable String coalesceKey) {
        return NewCommand.of(CONNECTION, entity, coalesceKey, message(id, entity));
    }

    /** A command that does something else at the entity than {@link #command} does. */
    public static NewCommand commandOfAnotherType(String id, String entity) {
        return NewCommand.of(
                CONNECTION,
                entity,
                null,
                message(
                        id,
                        entity,
                        "crm.refetch-contact.v1",
                        new CrmCommand.RefetchContact(new ExternalRef(BusinessSystem.CRM, entity), false, List.of())));
    }
}
