package dev.interline.durable;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.durable.lane.NewCommand;
import dev.interline.durable.outbound.OutboxMessage;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Messages for tests; what they say does not matter. */
public final class TestMessages {

    public static final ConnectionId CONNECTION = new ConnectionId("acme-test");

    private TestMessages() {}

    public static CanonicalMessage message(String id, String subject) {
        return new CanonicalMessage(
                new Envelope(
                        id,
                        URI.create("/test"),
                        "billing.refetch-account.v1",
                        subject,
                        Instant.parse("2026-11-01T10:00:00Z"),
                        new TenantId("acme"),
                        CONNECTION,
                        id,
                        null,
                        null),
                new BillingCommand.RefetchAccount(new ExternalRef(BusinessSystem.BILLING, subject)));
    }

    public static OutboxMessage outbox(String id, String subject) {
        return OutboxMessage.of("billing.commands.v1", message(id, subject));
    }

    public static NewCommand command(String id, String entity, @Nullable String coalesceKey) {
        return NewCommand.of(CONNECTION, entity, coalesceKey, message(id, entity));
    }
}
