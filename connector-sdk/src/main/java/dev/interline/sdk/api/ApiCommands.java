package dev.interline.sdk.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.InvalidMessage;
import dev.interline.durable.Ids;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.lane.NewCommand;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.durable.request.CommandStatus;
import dev.interline.durable.request.RequestLedger;
import dev.interline.durable.request.RequestLedger.Claim;
import dev.interline.sdk.Connection;
import dev.interline.sdk.api.ApiContract.Called;
import dev.interline.sdk.api.ApiContract.Operation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands of the system API into their lanes. Each is carried out for itself: none takes the place of another that
 * waits, as it may carry less than that.
 */
final class ApiCommands {

    /** The largest body accepted, in bytes. */
    static final int MAX_BODY = 256 * 1024;

    private static final String IDEMPOTENCY_KEY = "idempotency-key";

    private final ConnectorApi connector;
    private final BusinessSystem system;
    private final ApiContract contract;
    private final ApiReads reads;
    private final URI source;
    private final Jdbi jdbi;
    private final Lanes lanes;
    private final RequestLedger ledger = new RequestLedger();
    private final Clock clock;

    ApiCommands(
            ConnectorApi connector,
            BusinessSystem system,
            ApiContract contract,
            ApiReads reads,
            Jdbi jdbi,
            Lanes lanes,
            Clock clock) {
        this.connector = connector;
        this.system = system;
        this.contract = contract;
        this.reads = reads;
        this.source = URI.create("/api/" + system.token());
        this.jdbi = jdbi;
        this.lanes = lanes;
        this.clock = clock;
    }

    /** The tenant's command of that id, whichever of its connections it goes to. */
    CommandStatus find(TenantId tenant, String id) {
        return jdbi.withHandle(handle -> CommandStatus.of(handle, tenant, id))
                .orElseThrow(() -> ApiRefusal.unknown(
                        "There is no command of this id, or it was finished longer ago than is kept"));
    }

    static ApiAnswer answer(CommandStatus status) {
        ApiAnswer answer = ApiAnswer.json(200, status);
        return status.isFinished() || status.nextAttemptAt() == null ? answer : answer.with("Retry-After", "1");
    }

    /** Accepts a command: it is in its lane, and the key remembered, when this returns; or neither. */
    ApiAnswer accept(Called called, Connection connection, String caller, ApiCall call) {
        Operation operation = called.operation();
        JsonNode body = body(operation, call);
        RequestLedger.Request request = request(connection, call, body);
        Optional<ApiAnswer> earlier = jdbi.withHandle(handle -> known(ledger.look(handle, request)));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        checkPreconditions(called, connection, call);
        CanonicalMessage wanted = wanted(called, connection, body);
        return jdbi.inTransaction(handle -> known(ledger.claim(handle, request))
                .orElseGet(() -> enqueue(handle, connection, request, caller, wanted)));
    }

    /** The command with its envelope. */
    private CanonicalMessage wanted(Called called, Connection connection, JsonNode body) {
        DeclaredCommand declared = Objects.requireNonNull(called.operation().command());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        DeclaredCommand.Wanted wanted = declared.of(system, called.path(), body, now.toString());
        CanonicalPayload command =
                command(wanted.type(), connector.sealed(connection.tenant(), wanted.type(), wanted.command()));
        String id = "api_" + Ids.fresh();
        return new CanonicalMessage(
                new Envelope(
                        id,
                        source,
                        wanted.type(),
                        wanted.subject(),
                        now,
                        connection.tenant(),
                        connection.id(),
                        id,
                        null,
                        null),
                command);
    }

    /** What fits the contract may still be none: a rule of the model's that a schema cannot say. */
    private static CanonicalPayload command(String type, JsonNode json) {
        byte[] bytes = ApiAnswer.write(json).getBytes(StandardCharsets.UTF_8);
        try {
            CanonicalSchemas.check(type, bytes);
            return CanonicalJson.read(type, bytes);
        } catch (InvalidMessage invalid) {
            throw ApiRefusal.body(List.of(ApiProblem.Place.ofBody("", String.valueOf(invalid.getMessage()))));
        }
    }

    private JsonNode body(Operation operation, ApiCall call) {
        if (call.body().length > MAX_BODY) {
            throw ApiRefusal.tooLarge(MAX_BODY);
        }
        if (operation.body() == null) {
            if (call.body().length > 0) {
                throw ApiRefusal.body(List.of(ApiProblem.Place.ofBody("", "this operation takes no body")));
            }
            return MissingNode.getInstance();
        }
        String type = call.header("content-type").orElse("").split(";", 2)[0].strip();
        if (!type.toLowerCase(Locale.ROOT).equals(ApiAnswer.JSON)) {
            throw ApiRefusal.mediaType();
        }
        JsonNode body;
        try {
            body = CanonicalJson.mapper().readTree(call.body());
        } catch (IOException broken) {
            throw ApiRefusal.notJson();
        }
        if (body.isMissingNode()) {
            throw ApiRefusal.notJson();
        }
        contract.checkBody(operation, body);
        return body;
    }

    /** The contract requires the key; its quotes, as a structured field has them, do not belong to it. */
    private static RequestLedger.Request request(Connection connection, ApiCall call, JsonNode body) {
        String key = call.header(IDEMPOTENCY_KEY)
                .orElseThrow(() -> new IllegalStateException("The contract must require an Idempotency-Key"));
        String bare = key.length() > 1 && key.startsWith("\"") && key.endsWith("\"")
                ? key.substring(1, key.length() - 1)
                : key;
        String content = body.isMissingNode() ? "" : EntityTags.normal(body);
        return new RequestLedger.Request(
                connection.tenant(),
                bare,
                Ids.sha256(connection.id() + " " + call.method() + " " + call.path() + "\n" + content));
    }

    private static Optional<ApiAnswer> known(Claim claim) {
        return switch (claim) {
            case Claim.Fresh fresh -> Optional.empty();
            case Claim.Answered answered -> Optional.of(accepted(answered.answer()));
            case Claim.TakenByAnother taken -> throw ApiRefusal.keyTaken();
            case Claim.UnderWay underWay -> throw ApiRefusal.keyUnderWay();
        };
    }

    /** Compares with what the provider has now; what is enqueued before it may still change that. */
    private void checkPreconditions(Called called, Connection connection, ApiCall call) {
        String ifMatch = call.header("if-match").orElse(null);
        String ifNoneMatch = call.header("if-none-match").orElse(null);
        if (!called.operation().isConditional() || (ifMatch == null && ifNoneMatch == null)) {
            return;
        }
        Optional<ObjectNode> present = reads.find(called.operation().template(), connection, called.path());
        String tag = present.map(EntityTags::strong).orElse(null);
        if (!holds(ifMatch, ifNoneMatch, tag)) {
            throw ApiRefusal.precondition();
        }
    }

    private static boolean holds(@Nullable String ifMatch, @Nullable String ifNoneMatch, @Nullable String tag) {
        boolean matches = ifMatch == null || (tag != null && EntityTags.matchedBy(ifMatch, tag));
        boolean isAnother = ifNoneMatch == null || tag == null || !EntityTags.namedBy(ifNoneMatch, tag);
        return matches && isAnother;
    }

    private ApiAnswer enqueue(
            Handle handle,
            Connection connection,
            RequestLedger.Request request,
            String caller,
            CanonicalMessage wanted) {
        Envelope envelope = wanted.envelope();
        lanes.enqueue(
                handle,
                List.of(new NewCommand(
                        connection.id(),
                        NewCommand.laneKey(connection.id(), envelope.subject()),
                        null,
                        CommandPriority.USER,
                        OutboxMessage.of("", wanted))));
        String answer = ApiAnswer.write(CommandStatus.of(handle, connection.tenant(), envelope.id())
                .orElseThrow(() -> new IllegalStateException("A command that was enqueued is not there")));
        ledger.answered(handle, request, caller, envelope.id(), answer);
        return accepted(answer);
    }

    private static ApiAnswer accepted(String answer) {
        String id;
        try {
            id = CanonicalJson.mapper().readTree(answer).path("id").asText();
        } catch (IOException broken) {
            throw new IllegalStateException("A remembered answer is not JSON", broken);
        }
        return ApiAnswer.of(202, ApiAnswer.JSON, answer).with("Location", SystemApi.BASE + "/commands/" + id);
    }
}
