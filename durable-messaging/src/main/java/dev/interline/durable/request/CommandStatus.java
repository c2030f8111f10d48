package dev.interline.durable.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.TenantId;
import dev.interline.durable.StoredJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * How far a command has come.
 *
 * @param state {@code PENDING}, {@code IN_FLIGHT} (begun, outcome not known yet), {@code BLOCKED} (waits for a person), {@code
 *     DONE}, {@code DEAD}, {@code UNKNOWN} (parked: it may have been done), {@code SUPERSEDED}, {@code DISCARDED}
 * @param connection over which it is carried out
 * @param nextAttemptAt when a command that waits is due
 * @param resultId what the provider calls the record that was made or touched, where its answer named one
 * @param failure why it is not done, or why its last attempt was not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommandStatus(
        String id,
        String type,
        String subject,
        String connection,
        String state,
        int attempts,
        Instant acceptedAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant finishedAt,
        @Nullable String resultId,
        @Nullable FailedAttempt failure) {

    /** Why an attempt failed, in the terms of the error reference. */
    public record FailedAttempt(String kind, String code, String detail) {}

    /** Whether nothing more will happen to it by itself. */
    @JsonIgnore
    public boolean isFinished() {
        return finishedAt != null;
    }

    /** The tenant's command of that id; empty if there is none, or another tenant has it, or it was only rehearsed. */
    public static Optional<CommandStatus> of(Handle handle, TenantId tenant, String id) {
        return handle.createQuery("""
                        select id, envelope, connection_id, state, attempts, created_at, due_at, null::timestamptz as finished_at,
                               null as result_id, failure_kind, failure_code, failure_detail
                        from command where id = :id and tenant_id = :tenant
                        union all
                        (select id, envelope, connection_id, state, attempts, created_at, null, finished_at, result_id,
                                failure_kind, failure_code, failure_detail
                         from command_history where id = :id and tenant_id = :tenant and state <> 'DRY_RUN'
                         order by finished_at desc limit 1)
                        limit 1""")
                .bind("id", id)
                .bind("tenant", tenant.value())
                .map((rs, context) -> read(rs))
                .findOne();
    }

    private static CommandStatus read(ResultSet rs) throws SQLException {
        var envelope = StoredJson.envelope(Objects.requireNonNull(rs.getString("envelope")));
        String state = Objects.requireNonNull(rs.getString("state"));
        String code = rs.getString("failure_code");
        boolean waits = state.equals("PENDING") || state.equals("IN_FLIGHT");
        return new CommandStatus(
                Objects.requireNonNull(rs.getString("id")),
                envelope.type(),
                envelope.subject(),
                Objects.requireNonNull(rs.getString("connection_id")),
                state,
                rs.getInt("attempts"),
                rs.getTimestamp("created_at").toInstant(),
                waits ? instant(rs, "due_at") : null,
                instant(rs, "finished_at"),
                rs.getString("result_id"),
                code == null || state.equals("DONE")
                        ? null
                        : new FailedAttempt(
                                Objects.requireNonNull(rs.getString("failure_kind")),
                                code,
                                Objects.requireNonNullElse(rs.getString("failure_detail"), "")));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
