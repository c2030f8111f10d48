package dev.interline.durable.failure;

import dev.interline.durable.StoredJson;
import dev.interline.durable.lane.LaneDesk;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.durable.replay.Filter;
import dev.interline.durable.replay.ReplayMark;
import dev.interline.durable.replay.ReplayMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a person can do with dead letters: look, try again, let go. */
public final class DeadLetterDesk {

    /** The type of records that could not even be read; there is nothing to send again. */
    public static final String UNREADABLE = "unreadable";

    private static final String WHERE = " where " + Filter.among("id") + " and " + Filter.matches("queue", "queue")
            + " and " + Filter.matches("state", "state") + " and " + Filter.matches("type", "type")
            + " and " + Filter.matches("tenant_id", "tenant") + " and " + Filter.matches("connection_id", "connection")
            + " and " + Filter.matches("subject", "subject") + " and " + Filter.matches("failure_code", "code")
            + " and " + Filter.between("created_at");

    private final Outbox outbox;
    private final LaneDesk lanes;

    public DeadLetterDesk(Outbox outbox, LaneDesk lanes) {
        this.outbox = outbox;
        this.lanes = lanes;
    }

    /** Those that match, oldest first, after the given id. */
    public List<DeadLetter> list(Handle handle, Filter filter, @Nullable UUID after, int limit) {
        return filter.bind(handle.createQuery("select * from dead_letter" + WHERE
                        + " and (:after::uuid is null or id > :after::uuid) order by id limit :limit"))
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, context) -> read(rs))
                .list();
    }

    /** How many match. */
    public long count(Handle handle, Filter filter) {
        return filter.bind(handle.createQuery("select count(*) from dead_letter" + WHERE))
                .mapTo(Long.class)
                .one();
    }

    public Optional<DeadLetter> find(Handle handle, UUID id) {
        return handle.createQuery("select * from dead_letter where id = :id for update")
                .bind("id", id)
                .map((rs, context) -> read(rs))
                .findOne();
    }

    /**
     * Sends a dead letter on its way again: a command to its lane, any other message to its topic, with its id, so that those
     * who have handled it pass over it.
     *
     * @param mark set if it is to have a new effect or is only to be tried
     * @return why it cannot be retried; empty if it is on its way
     */
    public Optional<String> retry(Handle handle, DeadLetter letter, String actor, @Nullable ReplayMark mark) {
        if (letter.state() != DeadLetter.State.OPEN) {
            return Optional.of("it is " + letter.state() + ", not OPEN");
        }
        if (letter.type().equals(UNREADABLE)) {
            return Optional.of("the record could not be read, so there is nothing to send again; discard it");
        }
        ReplayMark marked = mark == null || mark.mode() == ReplayMode.REPLAY ? null : mark;
        boolean isCommand = letter.source().equals(DeadLetters.LANE);
        if (isCommand) {
            Optional<String> refusal = lanes.retry(handle, letter, marked);
            if (refusal.isPresent()) {
                return refusal;
            }
        } else {
            var envelope = StoredJson.envelope(letter.envelope());
            outbox.append(
                    handle,
                    List.of(new OutboxMessage(
                            letter.source(),
                            marked == null ? envelope : envelope.withId(marked.on(envelope.id())),
                            letter.payload())));
        }
        if (marked == null || marked.mode() != ReplayMode.DRY_RUN) {
            settle(
                    handle,
                    letter.id(),
                    isCommand ? DeadLetter.State.RETRYING : DeadLetter.State.RESOLVED,
                    actor,
                    isCommand ? "back in its lane" : "sent to its topic again");
        }
        return Optional.empty();
    }

    /**
     * Lets a dead letter go: it need not be done. A lane that it blocks goes on.
     *
     * @return why it cannot be discarded; empty if it is
     */
    public Optional<String> discard(Handle handle, DeadLetter letter, String actor, String reason) {
        if (letter.state() != DeadLetter.State.OPEN) {
            return Optional.of("it is " + letter.state() + ", not OPEN");
        }
        if (letter.source().equals(DeadLetters.LANE)) {
            lanes.discardBlocked(handle, letter.messageId());
        }
        settle(handle, letter.id(), DeadLetter.State.DISCARDED, actor, reason);
        return Optional.empty();
    }

    private static void settle(Handle handle, UUID id, DeadLetter.State state, String actor, String reason) {
        handle.createUpdate("""
                        update dead_letter
                        set state = :state, settled_by = :actor, settled_reason = :reason,
                            settled_at = case when :state = 'RETRYING' then null else now() end
                        where id = :id""")
                .bind("id", id)
                .bind("state", state.name())
                .bind("actor", actor)
                .bind("reason", reason)
                .execute();
    }

    private static DeadLetter read(ResultSet rs) throws SQLException {
        return new DeadLetter(
                Objects.requireNonNull(rs.getObject("id", UUID.class)),
                FailureKind.Queue.valueOf(rs.getString("queue")),
                DeadLetter.State.valueOf(rs.getString("state")),
                Objects.requireNonNull(instant(rs, "created_at")),
                Objects.requireNonNull(instant(rs, "last_failed_at")),
                rs.getInt("occurrences"),
                rs.getString("source"),
                rs.getString("message_id"),
                rs.getString("type"),
                rs.getString("tenant_id"),
                rs.getString("connection_id"),
                rs.getString("subject"),
                rs.getString("correlation_id"),
                rs.getString("causation_id"),
                FailureKind.valueOf(rs.getString("failure_kind")),
                rs.getString("failure_code"),
                rs.getString("detail"),
                rs.getString("causes"),
                rs.getString("attempts"),
                rs.getString("envelope"),
                rs.getString("payload"),
                instant(rs, "settled_at"),
                rs.getString("settled_by"),
                rs.getString("settled_reason"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
