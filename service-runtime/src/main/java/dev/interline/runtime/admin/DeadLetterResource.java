package dev.interline.runtime.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.Redaction;
import dev.interline.durable.failure.DeadLetter;
import dev.interline.durable.failure.DeadLetterDesk;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Dead letters: what waits for a person, in the customer's queue or in the platform's. */
@Path("/admin/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "dead letters", description = "What could not be done and waits for a person")
public class DeadLetterResource {

    private static final int DISCARDED_AT_ONCE = 1_000;
    private static final int DEFAULT_RATE = 10;

    private final AdminRequest request;
    private final Acts acts;
    private final DeadLetterDesk desk;
    private final Replays replays;

    DeadLetterResource(AdminRequest request, Acts acts, DeadLetterDesk desk, Replays replays) {
        this.request = request;
        this.acts = acts;
        this.desk = desk;
        this.replays = replays;
    }

    /** A dead letter in a list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Summary(
            UUID id,
            String queue,
            String state,
            Instant createdAt,
            Instant lastFailedAt,
            int occurrences,
            String source,
            String type,
            String tenant,
            @Nullable String connection,
            String subject,
            String kind,
            String code,
            String detail) {}

    /** A dead letter with everything that is known of it; free text in its payload is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Detail(
            Summary summary,
            String messageId,
            String correlationId,
            @Nullable String causationId,
            JsonNode causes,
            JsonNode attempts,
            List<Call> calls,
            JsonNode envelope,
            JsonNode payload,
            @Nullable Instant settledAt,
            @Nullable String settledBy,
            @Nullable String settledReason) {}

    /**
     * A call to the provider that was made for the command.
     *
     * @param mapping what made its content, with its versions
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Call(
            String operation,
            String idempotency,
            String idempotencyKey,
            @Nullable String mapping,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String outcome,
            @Nullable Integer status) {}

    /** One retry or discard. */
    public record One(@Nullable ReplayMode mode, @Nullable String reason) {}

    /**
     * Many at once.
     *
     * @param all true to mean every open one, as an empty filter could be a mistake
     * @param preview true to be told what would be done, and nothing is
     */
    public record Many(
            @Nullable Filter filter,
            @Nullable Boolean all,
            @Nullable ReplayMode mode,
            @Nullable Integer ratePerSecond,
            @Nullable String reason,
            @Nullable Boolean preview) {

        Filter filterFor(Caller caller) {
            if ((filter == null || filter.equals(Filter.all())) && !Boolean.TRUE.equals(all)) {
                throw AdminFailure.malformed("Give a filter, or say \"all\": true if you mean every one");
            }
            return (filter == null ? Filter.all() : filter).within(caller.tenant());
        }
    }

    /** What a bulk act has done or would do. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Bulk(
            long matches,
            @Nullable Integer discarded,
            @Nullable List<ReplaySource.Item> sample,
            @Nullable Replay replay) {}

    @GET
    @Operation(operationId = "listDeadLetters", summary = "List dead letters, the open ones unless a state is given")
    public AdminRequest.Page<Summary> list() {
        Caller caller = request.caller(Scope.READ);
        Filter filter = request.filter(caller).withDefaultState("OPEN");
        int limit = request.limit();
        UUID cursor = request.cursorId();
        return acts.look(handle -> AdminRequest.Page.of(
                desk.list(handle, filter, cursor, limit), limit, DeadLetterResource::summary, letter -> letter.id()
                        .toString()));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getDeadLetter", summary = "One dead letter with its errors, attempts and calls")
    public Detail get(@PathParam("id") String id) {
        Caller caller = request.caller(Scope.READ);
        return acts.look(handle -> detail(handle, find(handle, caller, id)));
    }

    @POST
    @Path("/{id}/retry")
    @Operation(
            operationId = "retryDeadLetter",
            summary = "Send one on its way again",
            description = "mode REPLAY (usual), DRY_RUN, or FORCE_NEW_EFFECT, which needs the scope force.")
    public Summary retry(@PathParam("id") String id, byte @Nullable [] body) {
        One one = AdminRequest.read(body, One.class);
        ReplayMode mode = Objects.requireNonNullElse(one.mode(), ReplayMode.REPLAY);
        Caller caller = request.caller(mode);
        String reason = reason(one.reason());
        if (mode == ReplayMode.REPLAY) {
            return acts.perform(caller, "dead-letter.retry", id, Map.of("reason", reason), handle -> {
                DeadLetter letter = find(handle, caller, id);
                desk.retry(handle, letter, caller.name(), null).ifPresent(why -> {
                    throw AdminFailure.conflict("The dead letter cannot be retried: " + why);
                });
                return summary(find(handle, caller, id));
            });
        }
        // Anything else is a replay of one, which has an id under which its findings can be asked for.
        acts.look(handle -> find(handle, caller, id));
        Many many = new Many(Filter.ofIds(List.of(id)), null, mode, 1, reason, false);
        startReplay(caller, many, mode);
        return acts.look(handle -> summary(find(handle, caller, id)));
    }

    @POST
    @Path("/{id}/discard")
    @Operation(operationId = "discardDeadLetter", summary = "Let one go: it need not be done")
    public Summary discard(@PathParam("id") String id, byte @Nullable [] body) {
        One one = AdminRequest.read(body, One.class);
        Caller caller = request.caller(Scope.ADMIN);
        String reason = reason(one.reason());
        return acts.perform(caller, "dead-letter.discard", id, Map.of("reason", reason), handle -> {
            desk.discard(handle, find(handle, caller, id), caller.name(), reason)
                    .ifPresent(why -> {
                        throw AdminFailure.conflict("The dead letter cannot be discarded: " + why);
                    });
            return summary(find(handle, caller, id));
        });
    }

    @POST
    @Path("/retry")
    @Operation(
            operationId = "retryDeadLetters",
            summary = "Send many on their way again, at a bounded rate",
            description = "With \"preview\": true only says what would be sent.")
    public Bulk retryMany(byte @Nullable [] body) {
        Many many = AdminRequest.read(body, Many.class);
        ReplayMode mode = Objects.requireNonNullElse(many.mode(), ReplayMode.REPLAY);
        Caller caller = request.caller(mode);
        if (Boolean.TRUE.equals(many.preview())) {
            return preview(caller, many);
        }
        Replay replay = startReplay(caller, many, mode);
        return new Bulk(replay.total(), null, null, replay);
    }

    @POST
    @Path("/discard")
    @Operation(
            operationId = "discardDeadLetters",
            summary = "Let many go, at most 1000 at once",
            description = "With \"preview\": true only says which.")
    public Bulk discardMany(byte @Nullable [] body) {
        Many many = AdminRequest.read(body, Many.class);
        Caller caller = request.caller(Scope.ADMIN);
        if (Boolean.TRUE.equals(many.preview())) {
            return preview(caller, many);
        }
        Filter filter = many.filterFor(caller).withDefaultState("OPEN");
        String reason = reason(many.reason());
        Map<String, String> detail = Map.of("reason", reason, "filter", filter.toJson());
        return acts.perform(caller, "dead-letter.discard-many", "dead-letters", detail, handle -> {
            List<DeadLetter> letters = desk.list(handle, filter, null, DISCARDED_AT_ONCE);
            letters.forEach(letter -> desk.discard(handle, letter, caller.name(), reason));
            return new Bulk(desk.count(handle, filter) + letters.size(), letters.size(), null, null);
        });
    }

    private Bulk preview(Caller caller, Many many) {
        Filter filter = many.filterFor(caller).withDefaultState("OPEN");
        return acts.look(handle -> new Bulk(
                desk.count(handle, filter),
                null,
                desk.list(handle, filter, null, 20).stream()
                        .map(letter -> new ReplaySource.Item(
                                letter.createdAt(), letter.id().toString(), letter.type(), letter.subject()))
                        .toList(),
                null));
    }

    private Replay startReplay(Caller caller, Many many, ReplayMode mode) {
        ReplayRequest wanted = AdminRequest.checked(() -> new ReplayRequest(
                ReplaySource.Kind.DEAD_LETTERS,
                mode,
                many.filterFor(caller),
                Objects.requireNonNullElse(many.ratePerSecond(), DEFAULT_RATE),
                caller.tenant(),
                reason(many.reason())));
        return acts.perform(
                caller,
                "replay.create",
                "dead-letters",
                ReplayResource.detail(wanted),
                handle -> replays.create(handle, wanted, caller.name()));
    }

    private DeadLetter find(Handle handle, Caller caller, String id) {
        return desk.find(handle, AdminRequest.id(id))
                .filter(letter -> caller.sees(letter.tenantId()))
                .orElseThrow(() -> AdminFailure.unknown("There is no dead letter " + id + " in this service"));
    }

    static String reason(@Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > 500) {
            throw AdminFailure.malformed("Give a \"reason\" of up to 500 characters; it is kept in the audit log");
        }
        return reason.strip();
    }

    private static Summary summary(DeadLetter letter) {
        return new Summary(
                letter.id(),
                letter.queue().name(),
                letter.state().name(),
                letter.createdAt(),
                letter.lastFailedAt(),
                letter.occurrences(),
                letter.source(),
                letter.type(),
                letter.tenantId(),
                letter.connectionId(),
                letter.subject(),
                letter.kind().name(),
                letter.code(),
                letter.detail());
    }

    private static Detail detail(Handle handle, DeadLetter letter) {
        List<Call> calls = handle.createQuery("""
                        select operation, idempotency, idempotency_key, mapping, started_at, finished_at, outcome, status
                        from provider_call where command_id = :id order by started_at limit 100""")
                .bind("id", letter.messageId())
                .map((rs, context) -> new Call(
                        rs.getString("operation"),
                        rs.getString("idempotency"),
                        rs.getString("idempotency_key"),
                        rs.getString("mapping"),
                        rs.getTimestamp("started_at").toInstant(),
                        rs.getTimestamp("finished_at") == null
                                ? null
                                : rs.getTimestamp("finished_at").toInstant(),
                        rs.getString("outcome"),
                        (Integer) rs.getObject("status")))
                .list();
        return new Detail(
                summary(letter),
                letter.messageId(),
                letter.correlationId(),
                letter.causationId(),
                json(letter.causes()),
                json(letter.attempts()),
                calls,
                Redaction.of(letter.envelope()),
                Redaction.of(letter.payload()),
                letter.settledAt(),
                letter.settledBy(),
                letter.settledReason());
    }

    private static JsonNode json(String text) {
        try {
            return dev.interline.canonical.message.CanonicalJson.mapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException("A jsonb column is JSON", impossible);
        }
    }
}
