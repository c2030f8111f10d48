package dev.interline.sdk.api;

import dev.interline.sdk.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** Whether a connection may be read from at this moment, as the dispatcher has learned it. */
final class ConnectionRest {

    private ConnectionRest() {}

    /** @throws ApiRefusal at once if its provider does not answer, or does not accept its credentials */
    static void refuseWhileResting(Handle handle, Connection connection, Instant now) {
        handle
                .createQuery("""
                        select open_until as until, true as breaker from connection_breaker
                        where connection_id = :connection and open_until > now()
                        union all
                        select paused_until, false from connection_pause
                        where connection_id = :connection and paused_until > now()""")
                .bind("connection", connection.id().value())
                .map((rs, context) -> {
                    Duration wait = Duration.between(
                            now,
                            Objects.requireNonNull(rs.getTimestamp("until")).toInstant());
                    return rs.getBoolean("breaker") ? ApiRefusal.breakerOpen(wait) : ApiRefusal.connectionRests(wait);
                })
                .stream()
                .findFirst()
                .ifPresent(refusal -> {
                    throw refusal;
                });
    }
}
