package dev.interline.runtime.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ConnectionId;
import dev.interline.durable.sync.Sync;
import dev.interline.durable.sync.Syncs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Syncs, backfills and comparisons: what is read from the provider on our own account. */
@Path("/admin/v1/syncs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "syncs", description = "What is read from the provider on our own account")
public class SyncResource {

    private final AdminRequest request;
    private final Acts acts;
    private final Syncs syncs;
    private final TenantConnections connections;
    private final Clock clock;
    private final LongRunning<Sync> running;

    SyncResource(AdminRequest request, Acts acts, Syncs syncs, TenantConnections connections, Clock clock) {
        this.request = request;
        this.acts = acts;
        this.syncs = syncs;
        this.connections = connections;
        this.clock = clock;
        this.running = new LongRunning<>(
                "sync", request, acts, Syncs::find, sync -> sync.tenant().value());
    }

    /**
     * What somebody wants read once.
     *
     * @param kind BACKFILL or COMPARISON
     * @param since of a backfill: from this time on; absent for all there is
     */
    public record Wanted(
            Sync.@Nullable Kind kind,
            @Nullable String connection,
            @Nullable String resource,
            @Nullable Instant since,
            @Nullable String reason) {}

    /** A person's word on what is missing: how many the person was told of, and why it is right. */
    public record Confirmed(
            @Nullable Long missing, @Nullable String reason) {}

    /** A sync with what follows from its row now. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SyncView(
            String id,
            Sync.Kind kind,
            String connection,
            String resource,
            Sync.State state,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Long lagSeconds,
            Instant dueAt,
            long pages,
            long seen,
            long told,
            @Nullable Long remaining,
            @Nullable Long secondsLeft,
            @Nullable Long known,
            @Nullable Long missing,
            int failures,
            @Nullable String failureKind,
            @Nullable String failureCode,
            @Nullable String failureDetail,
            Instant createdAt,
            String createdBy,
            String reason,
            @Nullable Instant finishedAt) {}

    @GET
    @Operation(
            operationId = "listSyncs",
            summary = "Standing syncs first, then backfills and comparisons, newest first")
    public List<SyncView> list(@QueryParam("kind") @Nullable String kind) {
        Caller caller = request.caller(Scope.READ);
        int limit = request.limit();
        Sync.Kind only = kind == null ? null : kind(kind);
        return acts.look(handle -> Syncs.list(handle, caller.tenant(), only, limit).stream()
                .map(this::view)
                .toList());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getSync", summary = "How far it has come")
    public SyncView get(@PathParam("id") String id) {
        return view(running.get(id));
    }

    @POST
    @Operation(
            operationId = "createSync",
            summary = "Start a backfill or a comparison",
            description = "A backfill tells once what was there before; a comparison finds what is not there any more.")
    public SyncView create(byte @Nullable [] body) {
        Wanted wanted = AdminRequest.read(body, Wanted.class);
        Caller caller = request.caller(Scope.ADMIN);
        String connection = required(wanted.connection(), "connection");
        String resource = required(wanted.resource(), "resource");
        String reason = DeadLetterResource.reason(wanted.reason());
        if (!connections.visible(caller, connection)) {
            throw AdminFailure.unknown("There is no connection " + connection + " in this service");
        }
        ConnectionId id = AdminRequest.checked(() -> new ConnectionId(connection));
        boolean backfill =
                switch (Objects.requireNonNullElse(wanted.kind(), Sync.Kind.BACKFILL)) {
                    case BACKFILL -> true;
                    case COMPARISON -> false;
                    case SYNC ->
                        throw AdminFailure.malformed("A standing sync is configured (interline.sync), not started;"
                                + " start a BACKFILL or a COMPARISON");
                };
        Map<String, String> detail = new TreeMap<>(Map.of("resource", resource, "reason", reason));
        if (wanted.since() != null) {
            detail.put("since", wanted.since().toString());
        }
        return view(acts.perform(
                caller,
                backfill ? "backfill.start" : "comparison.start",
                connection,
                detail,
                handle -> backfill
                        ? syncs.backfill(handle, id, resource, wanted.since(), caller.name(), reason)
                        : syncs.compare(handle, id, resource, caller.name(), reason)));
    }

    @POST
    @Path("/{id}/run")
    @Operation(operationId = "runSync", summary = "Let it read at once instead of at its time")
    public SyncView run(@PathParam("id") String id, byte @Nullable [] body) {
        return view(running.change(id, body, "run", syncs::runNow));
    }

    @POST
    @Path("/{id}/pause")
    @Operation(operationId = "pauseSync", summary = "Halt it after its present page, until it is resumed")
    public SyncView pause(@PathParam("id") String id, byte @Nullable [] body) {
        return view(running.change(id, body, "pause", syncs::pause));
    }

    @POST
    @Path("/{id}/resume")
    @Operation(operationId = "resumeSync", summary = "Let it go on where it stopped")
    public SyncView resume(@PathParam("id") String id, byte @Nullable [] body) {
        return view(running.change(id, body, "resume", syncs::resume));
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(operationId = "cancelSync", summary = "End a backfill or comparison; what it has told stays told")
    public SyncView cancel(@PathParam("id") String id, byte @Nullable [] body) {
        return view(running.change(id, body, "cancel", syncs::cancel));
    }

    @POST
    @Path("/{id}/confirm-deletions")
    @Operation(
            operationId = "confirmDeletions",
            summary = "Say that what a refused comparison misses was really deleted",
            description = "Give the number of missing records you have looked into; another number is refused.")
    public SyncView confirm(@PathParam("id") String id, byte @Nullable [] body) {
        Confirmed confirmed = AdminRequest.read(body, Confirmed.class);
        Caller caller = request.caller(Scope.ADMIN);
        String reason = DeadLetterResource.reason(confirmed.reason());
        Long missing = confirmed.missing();
        if (missing == null) {
            throw AdminFailure.malformed("Give the number of \"missing\" records, as the comparison shows it");
        }
        return view(running.act(
                caller,
                id,
                "confirm-deletions",
                Map.of("missing", missing.toString(), "reason", reason),
                (handle, comparison) -> syncs.confirmDeletions(handle, comparison, missing)));
    }

    private SyncView view(Sync sync) {
        Instant now = clock.instant();
        boolean standing = sync.kind() == Sync.Kind.SYNC;
        Duration left = sync.timeLeft(now);
        return new SyncView(
                sync.id(),
                sync.kind(),
                sync.connection().value(),
                sync.resource(),
                sync.state(),
                sync.window() == null ? null : sync.window().from(),
                sync.window() == null ? null : sync.window().until(),
                standing ? Duration.between(sync.completeUntil(), now).toSeconds() : null,
                sync.dueAt(),
                sync.pages(),
                sync.seen(),
                sync.told(),
                sync.remaining(),
                left == null ? null : left.toSeconds(),
                sync.known(),
                sync.missing(),
                sync.failures(),
                sync.failureKind(),
                sync.failureCode(),
                sync.failureDetail(),
                sync.createdAt(),
                sync.createdBy(),
                sync.reason(),
                sync.finishedAt());
    }

    private static Sync.Kind kind(String text) {
        return Arrays.stream(Sync.Kind.values())
                .filter(kind -> kind.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> AdminFailure.malformed(
                        "'kind' is one of " + List.of(Sync.Kind.values()) + ", not '" + text + "'"));
    }

    private static String required(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw AdminFailure.malformed("Give a \"" + name + "\", as the list of syncs shows it");
        }
        return value;
    }
}
