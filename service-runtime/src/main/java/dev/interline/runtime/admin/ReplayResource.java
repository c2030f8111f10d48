package dev.interline.runtime.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.durable.replay.Filter;
import dev.interline.durable.replay.Replay;
import dev.interline.durable.replay.ReplayFindings;
import dev.interline.durable.replay.ReplayMode;
import dev.interline.durable.replay.ReplayRequest;
import dev.interline.durable.replay.ReplaySource;
import dev.interline.durable.replay.Replays;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Replays: events, commands, dead letters or quarantined requests, gone through again. */
@Path("/admin/v1/replays")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "replays", description = "Doing again, on purpose: previewed, at a rate, resumable")
public class ReplayResource {

    private static final int DEFAULT_RATE = 10;

    private final AdminRequest request;
    private final Acts acts;
    private final Replays replays;
    private final LongRunning<Replay> running;

    ReplayResource(AdminRequest request, Acts acts, Replays replays) {
        this.request = request;
        this.acts = acts;
        this.replays = replays;
        this.running = new LongRunning<>("replay", request, acts, Replays::find, Replay::tenant);
    }

    /**
     * What somebody wants replayed.
     *
     * @param all true to mean everything, as an empty filter could be a mistake
     * @param preview true to be told what would be taken, and nothing is
     */
    public record Wanted(
            ReplaySource.@Nullable Kind source,
            @Nullable ReplayMode mode,
            @Nullable Filter filter,
            @Nullable Boolean all,
            @Nullable Integer ratePerSecond,
            @Nullable String reason,
            @Nullable Boolean preview) {}

    /** A preview, or the replay that was started. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(
            long matches,
            @Nullable List<ReplaySource.Item> sample,
            @Nullable Replay replay) {}

    @POST
    @Operation(
            operationId = "createReplay",
            summary = "Preview or start a replay",
            description = "mode REPLAY keeps the providers' idempotency keys, DRY_RUN reports what would be done,"
                    + " FORCE_NEW_EFFECT needs the scope force.")
    public Answer create(byte @Nullable [] body) {
        Wanted wanted = AdminRequest.read(body, Wanted.class);
        ReplayMode mode = Objects.requireNonNullElse(wanted.mode(), ReplayMode.REPLAY);
        Caller caller = request.caller(mode);
        boolean preview = Boolean.TRUE.equals(wanted.preview());
        ReplaySource.Kind source = wanted.source();
        if (source == null) {
            throw AdminFailure.malformed("Give a \"source\": one of " + replays.kinds());
        }
        Filter filter = wanted.filter() == null ? Filter.all() : wanted.filter();
        if (filter.equals(Filter.all()) && !Boolean.TRUE.equals(wanted.all())) {
            throw AdminFailure.malformed("Give a filter, or say \"all\": true if you mean everything");
        }
        ReplayRequest checked = AdminRequest.checked(() -> new ReplayRequest(
                source,
                mode,
                filter,
                Objects.requireNonNullElse(wanted.ratePerSecond(), DEFAULT_RATE),
                caller.tenant(),
                preview ? "preview" : DeadLetterResource.reason(wanted.reason())));
        if (preview) {
            Replays.Preview shown = acts.look(handle -> replays.preview(handle, checked));
            return new Answer(shown.matches(), shown.sample(), null);
        }
        Replay replay = acts.perform(
                caller,
                "replay.create",
                source.name(),
                detail(checked),
                handle -> replays.create(handle, checked, caller.name()));
        return new Answer(replay.total(), null, replay);
    }

    @GET
    @Operation(operationId = "listReplays", summary = "The replays of this service, newest first")
    public List<Replay> list() {
        Caller caller = request.caller(Scope.READ);
        int limit = request.limit();
        return acts.look(handle -> Replays.list(handle, caller.tenant(), limit));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getReplay", summary = "How far a replay has come")
    public Replay get(@PathParam("id") String id) {
        return running.get(id);
    }

    @GET
    @Path("/{id}/findings")
    @Operation(
            operationId = "listReplayFindings",
            summary = "What the replay has met in this service",
            description = "A dry run's messages travel on: ask every service for the findings of the same id.")
    public AdminRequest.Page<ReplayFindings.Finding> findings(@PathParam("id") String id) {
        Caller caller = request.caller(Scope.READ);
        int limit = request.limit();
        String cursor = request.cursor();
        long after = AdminRequest.checked(() -> cursor == null ? 0L : Long.parseLong(cursor));
        return acts.look(handle -> {
            if (caller.tenant() != null) {
                running.find(handle, caller, id);
            }
            return AdminRequest.Page.of(
                    ReplayFindings.of(handle, id, after, limit),
                    limit,
                    finding -> finding,
                    finding -> Long.toString(finding.id()));
        });
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(operationId = "cancelReplay", summary = "End a replay; what is on its way already goes on")
    public Replay cancel(@PathParam("id") String id, byte @Nullable [] body) {
        return running.change(id, body, "cancel", replays::cancel);
    }

    @POST
    @Path("/{id}/pause")
    @Operation(operationId = "pauseReplay", summary = "Halt a replay until it is resumed")
    public Replay pause(@PathParam("id") String id, byte @Nullable [] body) {
        return running.change(id, body, "pause", replays::pause);
    }

    @POST
    @Path("/{id}/resume")
    @Operation(operationId = "resumeReplay", summary = "Let a paused replay go on where it stopped")
    public Replay resume(@PathParam("id") String id, byte @Nullable [] body) {
        return running.change(id, body, "resume", replays::resume);
    }

    static Map<String, String> detail(ReplayRequest request) {
        return Map.of(
                "source", request.source().name(),
                "mode", request.mode().name(),
                "filter", request.filter().toJson(),
                "ratePerSecond", Integer.toString(request.ratePerSecond()),
                "reason", request.reason());
    }
}
