package dev.interline.runtime.route;

import dev.interline.canonical.message.Envelope;
import dev.interline.durable.StoredJson;
import dev.interline.durable.inbound.Inbox;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.durable.replay.ReplayFindings;
import dev.interline.durable.replay.ReplayMark;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What a message would have led to, had it not been a dry run. */
@ApplicationScoped
public class DryRuns {

    private static final String CONSUMER = "dry-run";

    private final Outbox outbox;
    private final Inbox inbox;

    DryRuns(Outbox outbox, Inbox inbox) {
        this.outbox = outbox;
        this.inbox = inbox;
    }

    /** The messages written to the outbox in the handle's transaction so far. */
    List<OutboxMessage> writtenIn(Handle handle) {
        return handle.createQuery("""
                        select topic, envelope, payload from outbox where xmin = pg_current_xact_id()::xid order by id""")
                .map((rs, context) -> new OutboxMessage(
                        rs.getString("topic"), StoredJson.envelope(rs.getString("envelope")), rs.getString("payload")))
                .list();
    }

    /** Notes what would follow; commands are sent on, marked, so that their connectors report what they would call. */
    void report(Handle handle, Envelope message, List<OutboxMessage> wouldFollow) {
        if (!inbox.firstSeen(handle, CONSUMER, message.id())) {
            return;
        }
        if (wouldFollow.isEmpty()) {
            ReplayFindings.add(
                    handle,
                    message,
                    ReplayFindings.Kind.NOTHING_FOLLOWS,
                    "nothing would follow: what it says is known, or not for anybody");
        }
        for (OutboxMessage following : wouldFollow) {
            ReplayFindings.add(
                    handle,
                    message,
                    ReplayFindings.Kind.FOLLOWS,
                    "would send " + following.envelope().type() + " about "
                            + following.envelope().subject() + " to " + following.topic());
        }
        outbox.append(
                handle,
                wouldFollow.stream()
                        .filter(following -> following.topic().contains(".commands."))
                        .filter(following ->
                                ReplayMark.isDryRun(following.envelope().id()))
                        .toList());
    }
}
