package dev.interline.durable.replay;

import dev.interline.durable.lane.LaneDesk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Finished commands, carried out at their provider again. */
public final class CommandReplay implements ReplaySource {

    private static final String WHERE = " from command_history where " + Filter.among("id") + " and "
            + Filter.matches("connection_id", "connection") + " and " + Filter.matches("tenant_id", "tenant") + " and "
            + Filter.matches("type", "type") + " and "
            + Filter.matches("substr(lane_key, length(connection_id) + 2)", "subject") + " and "
            + Filter.matches("state", "state") + " and " + Filter.matches("failure_code", "code") + " and "
            + Filter.between("finished_at") + " and state <> 'DRY_RUN'";

    private final LaneDesk lanes;

    public CommandReplay(LaneDesk lanes) {
        this.lanes = lanes;
    }

    @Override
    public Kind kind() {
        return Kind.COMMANDS;
    }

    @Override
    public long count(Handle handle, Filter filter) {
        return filter.bind(handle.createQuery("select count(*)" + WHERE))
                .mapTo(Long.class)
                .one();
    }

    @Override
    public List<Item> next(Handle handle, Filter filter, Instant afterAt, String afterId, int limit) {
        return filter.bind(
                        handle.createQuery(
                                "select id, type, substr(lane_key, length(connection_id) + 2) as subject, finished_at"
                                        + WHERE
                                        + " and (finished_at, id) > (:afterAt, :afterId) order by finished_at, id limit :limit"))
                .bind("afterAt", afterAt)
                .bind("afterId", afterId)
                .bind("limit", limit)
                .map((rs, context) -> new Item(
                        rs.getTimestamp("finished_at").toInstant(),
                        rs.getString("id"),
                        rs.getString("type"),
                        rs.getString("subject")))
                .list();
    }

    @Override
    public Optional<String> take(Handle handle, Item item, ReplayMark mark, String actor) {
        return lanes.replay(handle, item.id(), mark) ? Optional.empty() : Optional.of("it is no longer kept");
    }
}
