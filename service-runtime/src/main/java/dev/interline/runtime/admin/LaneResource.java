package dev.interline.runtime.admin;

import dev.interline.durable.lane.LaneDesk;
import dev.interline.durable.replay.Filter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Lanes: per entity, what waits and why. */
@Path("/admin/v1/lanes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "lanes", description = "What waits, per entity")
public class LaneResource {

    private final AdminRequest request;
    private final Acts acts;
    private final LaneDesk desk;
    private final TenantConnections connections;

    LaneResource(AdminRequest request, Acts acts, LaneDesk desk, TenantConnections connections) {
        this.request = request;
        this.acts = acts;
        this.desk = desk;
        this.connections = connections;
    }

    /** An act on one lane; its key has any characters, so it is in the body. */
    public record OnLane(@Nullable String lane, @Nullable String reason) {

        String key() {
            if (lane == null || lane.isBlank()) {
                throw AdminFailure.malformed("Give the key of the \"lane\", as a list of lanes shows it");
            }
            return lane;
        }
    }

    /** A lane that was acted upon. */
    public record Done(String lane, String done) {}

    @GET
    @Operation(
            operationId = "listLanes",
            summary = "List lanes",
            description =
                    "state WAITING, BLOCKED (its head was given up), or DIRTY (a given-up command was passed over).")
    public AdminRequest.Page<LaneDesk.LaneView> list() {
        Caller caller = request.caller(Scope.READ);
        Filter filter = connections.narrowed(request.filter(caller)).withDefaultState("WAITING");
        if (!List.of("WAITING", "BLOCKED", "DIRTY").contains(filter.state())) {
            throw AdminFailure.malformed(
                    "'state' of a lane is waiting, blocked or dirty, not '" + filter.state() + "'");
        }
        int limit = request.limit();
        String cursor = request.cursor();
        return acts.look(handle -> AdminRequest.Page.of(
                desk.list(handle, filter, cursor, limit), limit, lane -> lane, LaneDesk.LaneView::laneKey));
    }

    @POST
    @Path("/retry-now")
    @Operation(operationId = "retryLaneNow", summary = "Let the head of a lane try at once")
    public Done retryNow(byte @Nullable [] body) {
        return act(body, "lane.retry-now", "its head tries now", (handle, lane) -> desk.retryNow(handle, lane)
                .map(why -> "The lane cannot be retried: " + why));
    }

    @POST
    @Path("/mark-clean")
    @Operation(operationId = "markLaneClean", summary = "Note that somebody has seen to what a dirty lane lacks")
    public Done markClean(byte @Nullable [] body) {
        return act(
                body,
                "lane.mark-clean",
                "clean",
                (handle, lane) -> desk.markClean(handle, lane)
                        ? Optional.empty()
                        : Optional.of("Lane " + lane + " lacks nothing"));
    }

    /** @param act answers why it cannot be done, if it cannot */
    private Done act(
            byte @Nullable [] body, String action, String done, BiFunction<Handle, String, Optional<String>> act) {
        OnLane on = AdminRequest.read(body, OnLane.class);
        Caller caller = request.caller(Scope.ADMIN);
        String lane = on.key();
        requireVisible(caller, lane);
        String reason = DeadLetterResource.reason(on.reason());
        return acts.perform(caller, action, lane, Map.of("reason", reason), handle -> {
            requireKnown(handle, lane);
            act.apply(handle, lane).ifPresent(why -> {
                throw AdminFailure.conflict(why);
            });
            return new Done(lane, done);
        });
    }

    private void requireKnown(Handle handle, String lane) {
        if (!desk.exists(handle, lane)) {
            throw AdminFailure.unknown("There is no lane " + lane + " in this service");
        }
    }

    private void requireVisible(Caller caller, String lane) {
        int end = lane.indexOf('|');
        if (end < 0 || !connections.visible(caller, lane.substring(0, end))) {
            throw AdminFailure.unknown("There is no lane " + lane + " in this service");
        }
    }
}
