package dev.interline.durable.inbound;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.StoredJson;
import dev.interline.durable.inbound.WebhookDelivery.State;
import dev.interline.durable.replay.Filter;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The events that providers have sent, and the requests they came in. */
public final class ProviderEvents {

    private static final String WHERE = " where " + Filter.among("id") + " and "
            + Filter.matches("connection_id", "connection") + " and " + Filter.matches("type", "type") + " and "
            + Filter.matches("state", "state") + " and " + Filter.between("received_at");

    private ProviderEvents() {}

    /**
     * An event as it was recorded.
     *
     * @param deliveryId the request it came in
     * @param position which of the request's events it is, from 0
     * @param type what the provider calls it
     * @param reason why it is ignored or unmappable
     */
    public record Recorded(
            UUID id,
            UUID deliveryId,
            int position,
            ConnectionId connection,
            String dedupeKey,
            String type,
            State state,
            @Nullable String reason,
            Instant receivedAt) {}

    /**
     * A request as it came, with the connection whose URL was called.
     *
     * @param erasedAt when something of its body was erased, as it was about a person who is to be forgotten
     */
    public record Raw(
            ConnectionId connection,
            Map<String, String> headers,
            byte[] body,
            @Nullable Instant erasedAt) {

        /** Whether the event at that place of the request is not there any more. */
        public boolean isErased(int position) {
            return erasedAt != null && RequestBody.isErased(body, position);
        }
    }

    /** Those that match, in order of time and id, after the given place. */
    public static List<Recorded> list(
            Handle handle, Filter filter, Instant afterAt, @Nullable UUID afterId, int limit) {
        return filter.bind(handle.createQuery("select * from provider_event" + WHERE
                        + " and (:afterId::uuid is null or (received_at, id) > (:afterAt, :afterId::uuid))"
                        + " order by received_at, id limit :limit"))
                .bind("afterAt", afterAt)
                .bind("afterId", afterId)
                .bind("limit", limit)
                .map((rs, context) -> new Recorded(
                        Objects.requireNonNull(rs.getObject("id", UUID.class)),
                        Objects.requireNonNull(rs.getObject("delivery_id", UUID.class)),
                        rs.getInt("position"),
                        new ConnectionId(Objects.requireNonNull(rs.getString("connection_id"))),
                        rs.getString("dedupe_key"),
                        rs.getString("type"),
                        State.valueOf(rs.getString("state")),
                        rs.getString("reason"),
                        rs.getTimestamp("received_at").toInstant()))
                .list();
    }

    /** How many match. */
    public static long count(Handle handle, Filter filter) {
        return filter.bind(handle.createQuery("select count(*) from provider_event" + WHERE))
                .mapTo(Long.class)
                .one();
    }

    /** The request an event came in; empty when its retention has passed. */
    public static Optional<Raw> raw(Handle handle, UUID deliveryId) {
        return handle.createQuery("select connection_id, headers, body, erased_at from webhook_delivery where id = :id")
                .bind("id", deliveryId)
                .map((rs, context) -> new Raw(
                        new ConnectionId(Objects.requireNonNull(rs.getString("connection_id"))),
                        StoredJson.headers(Objects.requireNonNull(rs.getString("headers"))),
                        Objects.requireNonNull(rs.getBytes("body")),
                        Optional.ofNullable(rs.getTimestamp("erased_at"))
                                .map(Timestamp::toInstant)
                                .orElse(null)))
                .findOne();
    }

    /** Notes what an event means by the present mapping. */
    public static void update(Handle handle, UUID id, State state, @Nullable String reason) {
        handle.createUpdate("update provider_event set state = :state, reason = :reason where id = :id")
                .bind("id", id)
                .bind("state", state.name())
                .bind("reason", reason)
                .execute();
    }
}
