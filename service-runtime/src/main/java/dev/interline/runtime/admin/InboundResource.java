package dev.interline.runtime.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.Redaction;
import dev.interline.durable.inbound.ProviderEvents;
import dev.interline.durable.inbound.Quarantine;
import dev.interline.durable.replay.Filter;
import dev.interline.durable.replay.Replay;
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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What came in: the providers' events, and the requests that were refused. */
@Path("/admin/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "inbound", description = "Providers' events as recorded, and requests in quarantine")
public class InboundResource {

    private static final int DEFAULT_RATE = 50;

    private final AdminRequest request;
    private final Acts acts;
    private final Replays replays;
    private final TenantConnections connections;

    InboundResource(AdminRequest request, Acts acts, Replays replays, TenantConnections connections) {
        this.request = request;
        this.acts = acts;
        this.replays = replays;
        this.connections = connections;
    }

    /** A request in quarantine; its headers by name only, its body without free text when it is asked for alone. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HeldRequest(
            UUID id,
            String connection,
            Instant receivedAt,
            String reason,
            String state,
            int bytes,
            List<String> headers,
            @Nullable JsonNode body) {}

    /** An event, and its request without free text as long as that is kept. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EventDetail(
            ProviderEvents.Recorded event,
            @Nullable JsonNode body,
            @Nullable String note) {}

    @GET
    @Path("/events")
    @Operation(
            operationId = "listEvents",
            summary = "List providers' events: TRANSLATED, REFETCHING, IGNORED, UNMAPPABLE")
    public AdminRequest.Page<ProviderEvents.Recorded> events() {
        Caller caller = request.caller(Scope.READ);
        Filter filter = connections.narrowed(request.filter(caller));
        int limit = request.limit();
        String cursor = request.cursor();
        Instant afterAt = cursor == null
                ? Instant.EPOCH
                : AdminRequest.checked(() -> place(cursor).at());
        UUID afterId =
                cursor == null ? null : AdminRequest.checked(() -> place(cursor).id());
        return acts.look(handle -> AdminRequest.Page.of(
                ProviderEvents.list(handle, filter, afterAt, afterId, limit),
                limit,
                event -> event,
                event -> event.receivedAt() + "_" + event.id()));
    }

    private record Place(Instant at, UUID id) {}

    private static Place place(String cursor) {
        int middle = cursor.indexOf('_');
        if (middle < 0) {
            throw new IllegalArgumentException("'cursor' is what a page calls 'next'");
        }
        try {
            return new Place(Instant.parse(cursor.substring(0, middle)), UUID.fromString(cursor.substring(middle + 1)));
        } catch (DateTimeParseException broken) {
            throw new IllegalArgumentException("'cursor' is what a page calls 'next'", broken);
        }
    }

    @GET
    @Path("/events/{id}")
    @Operation(operationId = "getEvent", summary = "One event with its request, free text left out")
    public EventDetail event(@PathParam("id") String id) {
        Caller caller = request.caller(Scope.READ);
        Filter filter = Filter.ofIds(List.of(AdminRequest.id(id).toString()));
        return acts.look(handle -> {
            ProviderEvents.Recorded event = ProviderEvents.list(handle, filter, Instant.EPOCH, null, 1).stream()
                    .filter(found ->
                            connections.visible(caller, found.connection().value()))
                    .findFirst()
                    .orElseThrow(() -> AdminFailure.unknown("There is no event " + id + " in this service"));
            return ProviderEvents.raw(handle, event.deliveryId())
                    .map(raw -> new EventDetail(event, Redaction.of(raw.body()), null))
                    .orElseGet(() -> new EventDetail(
                            event, null, "its request is no longer kept (interline.retention.webhooks)"));
        });
    }

    @GET
    @Path("/quarantine")
    @Operation(operationId = "listQuarantine", summary = "List requests that were not verified; code is the reason")
    public AdminRequest.Page<HeldRequest> quarantine() {
        Caller caller = request.caller(Scope.READ);
        Filter filter = connections.narrowed(request.filter(caller)).withDefaultState("HELD");
        int limit = request.limit();
        UUID cursor = request.cursorId();
        return acts.look(handle -> AdminRequest.Page.of(
                Quarantine.list(handle, filter, cursor, limit), limit, held -> view(held, false), held -> held.id()
                        .toString()));
    }

    @GET
    @Path("/quarantine/{id}")
    @Operation(operationId = "getQuarantined", summary = "One request, free text left out")
    public HeldRequest quarantined(@PathParam("id") String id) {
        Caller caller = request.caller(Scope.READ);
        return acts.look(handle -> view(find(handle, caller, id), true));
    }

    @POST
    @Path("/quarantine/release")
    @Operation(
            operationId = "releaseQuarantine",
            summary = "Verify requests again with the present secrets, and take in what verifies")
    public ReplayResource.Answer release(byte @Nullable [] body) {
        DeadLetterResource.Many many = AdminRequest.read(body, DeadLetterResource.Many.class);
        ReplayMode mode = Objects.requireNonNullElse(many.mode(), ReplayMode.REPLAY);
        if (mode == ReplayMode.FORCE_NEW_EFFECT) {
            throw AdminFailure.malformed("A request in quarantine had no effect yet, so there is none to force anew");
        }
        Caller caller = request.caller(Scope.ADMIN);
        boolean preview = Boolean.TRUE.equals(many.preview());
        ReplayRequest wanted = AdminRequest.checked(() -> new ReplayRequest(
                ReplaySource.Kind.QUARANTINE,
                mode,
                many.filterFor(caller),
                Objects.requireNonNullElse(many.ratePerSecond(), DEFAULT_RATE),
                caller.tenant(),
                preview ? "preview" : DeadLetterResource.reason(many.reason())));
        if (preview) {
            Replays.Preview shown = acts.look(handle -> replays.preview(handle, wanted));
            return new ReplayResource.Answer(shown.matches(), shown.sample(), null);
        }
        Replay replay = acts.perform(
                caller,
                "quarantine.release",
                "quarantine",
                ReplayResource.detail(wanted),
                handle -> replays.create(handle, wanted, caller.name()));
        return new ReplayResource.Answer(replay.total(), null, replay);
    }

    @POST
    @Path("/quarantine/{id}/discard")
    @Operation(operationId = "discardQuarantined", summary = "Let a request in quarantine go")
    public HeldRequest discard(@PathParam("id") String id, byte @Nullable [] body) {
        DeadLetterResource.One one = AdminRequest.read(body, DeadLetterResource.One.class);
        Caller caller = request.caller(Scope.ADMIN);
        String reason = DeadLetterResource.reason(one.reason());
        return acts.perform(caller, "quarantine.discard", id, Map.of("reason", reason), handle -> {
            Quarantine.Held held = find(handle, caller, id);
            if (!Quarantine.settle(handle, held.id(), "DISCARDED")) {
                throw AdminFailure.conflict("Request " + id + " is " + held.state() + ", not HELD");
            }
            return view(find(handle, caller, id), false);
        });
    }

    private Quarantine.Held find(Handle handle, Caller caller, String id) {
        Filter filter = Filter.ofIds(List.of(AdminRequest.id(id).toString()));
        return Quarantine.list(handle, filter, null, 1).stream()
                .filter(held -> connections.visible(caller, held.connection().value()))
                .findFirst()
                .orElseThrow(() -> AdminFailure.unknown("There is no request " + id + " in quarantine here"));
    }

    private static HeldRequest view(Quarantine.Held held, boolean withBody) {
        return new HeldRequest(
                held.id(),
                held.connection().value(),
                held.receivedAt(),
                held.reason(),
                held.state(),
                held.body().length,
                held.headers().keySet().stream().sorted().toList(),
                withBody ? Redaction.of(held.body()) : null);
    }
}
