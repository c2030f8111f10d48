package dev.interline.durable.sync;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that is read from a provider, and how far it has come.
 *
 * @param resource what the connector calls that kind of record: {@code companies}
 * @param every how long a standing sync rests between two passes; absent for the others
 * @param window what the present pass reads; absent between two passes
 * @param cursor where its next page begins; absent at its start
 * @param completeUntil of a standing sync: every change before this has been read
 * @param revision grows with every change
 * @param seen how many records were read, in all passes
 * @param told how many of them said something new
 * @param remaining how many are left in the present pass, where the provider says so
 * @param known of a comparison that has read all: how many records there were before
 * @param missing how many of these are not there any more
 * @param failures how often in a row its next page could not be read
 * @param failureCode why, the last time
 */
public record Sync(
        String id,
        Kind kind,
        ConnectionId connection,
        TenantId tenant,
        String resource,
        State state,
        @Nullable Duration every,
        @Nullable Window window,
        @Nullable Cursor cursor,
        Instant completeUntil,
        long revision,
        Instant dueAt,
        long pages,
        long seen,
        long told,
        @Nullable Long remaining,
        @Nullable Long known,
        @Nullable Long missing,
        int failures,
        @Nullable String failureKind,
        @Nullable String failureCode,
        @Nullable String failureDetail,
        Instant createdAt,
        String createdBy,
        String reason,
        @Nullable Instant finishedAt) {

    /** Why it is read. */
    public enum Kind {
        /** What changes, again and again: it finds what no webhook told. */
        SYNC,
        /** What was there before, once. */
        BACKFILL,
        /** All that is there, once, to find what is not any more. */
        COMPARISON
    }

    /** Whether it goes on. */
    public enum State {
        RUNNING,
        PAUSED,
        /** All was read, and what is missing is being told. */
        DELETING,
        /** Too much is missing to be believed: a person decides. */
        REFUSED,
        DONE,
        CANCELLED
    }

    /**
     * How long the rest will take at the rate so far, by the provider's own count.
     *
     * @return absent if the provider does not count, or nothing was read yet
     */
    public @Nullable Duration timeLeft(Instant now) {
        Long left = remaining;
        if (left == null || seen == 0 || finishedAt != null || kind == Kind.SYNC) {
            return null;
        }
        double millisPerRecord = (double) Duration.between(createdAt, now).toMillis() / seen;
        return Duration.ofMillis((long) (millisPerRecord * left)).truncatedTo(ChronoUnit.SECONDS);
    }

    static Sync read(ResultSet rs) throws SQLException {
        double every = rs.getDouble("every_seconds");
        Duration rests = rs.wasNull() ? null : Duration.ofMillis((long) (every * 1000));
        Instant from = instant(rs, "window_from");
        Instant until = instant(rs, "window_until");
        Instant cursorAt = instant(rs, "cursor_at");
        return new Sync(
                rs.getString("id"),
                Kind.valueOf(rs.getString("kind")),
                new ConnectionId(Objects.requireNonNull(rs.getString("connection_id"))),
                new TenantId(Objects.requireNonNull(rs.getString("tenant_id"))),
                rs.getString("resource"),
                State.valueOf(rs.getString("state")),
                rests,
                from == null || until == null ? null : new Window(from, until),
                cursorAt == null ? null : new Cursor(cursorAt, rs.getString("cursor_id")),
                rs.getTimestamp("complete_until").toInstant(),
                rs.getLong("revision"),
                rs.getTimestamp("due_at").toInstant(),
                rs.getLong("pages"),
                rs.getLong("seen"),
                rs.getLong("told"),
                number(rs, "remaining"),
                number(rs, "known"),
                number(rs, "missing"),
                rs.getInt("failures"),
                rs.getString("failure_kind"),
                rs.getString("failure_code"),
                rs.getString("failure_detail"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getString("created_by"),
                rs.getString("reason"),
                instant(rs, "finished_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp time = rs.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Long number(ResultSet rs, String column) throws SQLException {
        long value = rs.getLong(column);
        return rs.wasNull() ? null : value;
    }
}
