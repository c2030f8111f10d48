package dev.interline.durable.replay;

import dev.interline.canonical.message.Envelope;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What a replay has met on its way, in this service: above all what a dry run would have done. */
public final class ReplayFindings {

    private static final int MAX_DETAIL = 2_000;

    private ReplayFindings() {}

    /** What a finding is about. */
    public enum Kind {
        /** An item was not replayed, and why. */
        PASSED_OVER,
        /** Messages would follow. */
        FOLLOWS,
        /** Nothing would follow. */
        NOTHING_FOLLOWS,
        /** A call with an effect would be sent. */
        CALL,
        /** It would fail. */
        FAILURE
    }

    /** One finding. */
    public record Finding(
            long id,
            String replayId,
            Instant at,
            String messageId,
            String type,
            String subject,
            Kind kind,
            String detail) {}

    /** Notes a finding about a message that belongs to a replay; about any other message there is none. */
    public static void add(Handle handle, Envelope message, Kind kind, String detail) {
        ReplayMark.of(message.id())
                .ifPresent(mark ->
                        add(handle, mark.replayId(), message.id(), message.type(), message.subject(), kind, detail));
    }

    static void add(
            Handle handle, String replayId, String messageId, String type, String subject, Kind kind, String detail) {
        handle.createUpdate("""
                        insert into replay_finding (replay_id, message_id, type, subject, kind, detail)
                        values (:replay, :message, :type, :subject, :kind, :detail)""")
                .bind("replay", replayId)
                .bind("message", messageId)
                .bind("type", type)
                .bind("subject", subject)
                .bind("kind", kind.name())
                .bind("detail", detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail)
                .execute();
    }

    /** The findings of a replay in this service after the given one, oldest first. */
    public static List<Finding> of(Handle handle, String replayId, long afterId, int limit) {
        return handle.createQuery("""
                        select id, replay_id, at, message_id, type, subject, kind, detail from replay_finding
                        where replay_id = :replay and id > :after order by id limit :limit""")
                .bind("replay", replayId)
                .bind("after", afterId)
                .bind("limit", limit)
                .map((rs, context) -> new Finding(
                        rs.getLong("id"),
                        rs.getString("replay_id"),
                        rs.getTimestamp("at").toInstant(),
                        rs.getString("message_id"),
                        rs.getString("type"),
                        rs.getString("subject"),
                        Kind.valueOf(rs.getString("kind")),
                        rs.getString("detail")))
                .list();
    }
}
