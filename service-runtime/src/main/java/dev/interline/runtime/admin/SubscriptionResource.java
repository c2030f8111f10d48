package dev.interline.runtime.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ConnectionId;
import dev.interline.durable.subscription.Finding;
import dev.interline.durable.subscription.Repair;
import dev.interline.durable.subscription.SubscriptionStatus;
import dev.interline.durable.subscription.SubscriptionStatus.Asked;
import dev.interline.durable.subscription.Subscriptions;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How the provider's webhook subscriptions stand, and whether heartbeats come through. */
@Path("/admin/v1/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "subscriptions", description = "Webhook subscriptions at the provider, and heartbeats")
public class SubscriptionResource {

    private static final int REPAIRS_SHOWN = 10;

    private final AdminRequest request;
    private final Acts acts;
    private final Subscriptions subscriptions;
    private final Clock clock;

    SubscriptionResource(AdminRequest request, Acts acts, Subscriptions subscriptions, Clock clock) {
        this.request = request;
        this.acts = acts;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /**
     * A connection's subscription.
     *
     * @param keptBy the connection that has the findings, where another one of the same app has them
     * @param pending what somebody has asked for and is not done yet
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SubscriptionView(
            String connection,
            @Nullable String keptBy,
            @Nullable String subscription,
            @Nullable Instant checkedAt,
            List<Finding> findings,
            @Nullable Asked pending,
            int failures,
            @Nullable String failureCode,
            @Nullable String failureDetail,
            HeartbeatView heartbeat,
            @Nullable List<RepairView> repairs) {}

    /**
     * Heartbeats of a connection.
     *
     * @param ageSeconds how long ago one last came through
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HeartbeatView(
            @Nullable Instant sentAt,
            @Nullable Instant throughAt,
            @Nullable Long ageSeconds,
            @Nullable Long tookMillis,
            @Nullable String failure) {}

    /** A change that was made, or was begun. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RepairView(
            Repair.Step step,
            Repair.State state,
            @Nullable String subscription,
            String detail,
            String by,
            Instant at) {}

    @GET
    @Operation(operationId = "listSubscriptions", summary = "How the subscription of each connection stands")
    public List<SubscriptionView> list() {
        Caller caller = request.caller(Scope.READ);
        return acts.look(handle -> Subscriptions.list(handle, caller.tenant()).stream()
                .map(status -> view(status, null))
                .toList());
    }

    @GET
    @Path("/{connection}")
    @Operation(operationId = "getSubscription", summary = "How it stands, and what was last changed")
    public SubscriptionView get(@PathParam("connection") String connection) {
        Caller caller = request.caller(Scope.READ);
        return acts.look(handle -> view(handle, find(handle, caller, connection)));
    }

    @POST
    @Path("/{connection}/check")
    @Operation(
            operationId = "checkSubscription",
            summary = "Look at the provider now",
            description = "Done within seconds: checkedAt, or failures, changes. Changes nothing at the provider.")
    public SubscriptionView check(@PathParam("connection") String connection, byte @Nullable [] body) {
        return ask(connection, body, "subscription.check", Asked.CHECK);
    }

    @POST
    @Path("/{connection}/repair")
    @Operation(
            operationId = "repairSubscription",
            summary = "Look at the provider now, and mend what is wrong",
            description = "Changes only what is recognisably ours. Done within seconds, whatever the mode is.")
    public SubscriptionView repair(@PathParam("connection") String connection, byte @Nullable [] body) {
        return ask(connection, body, "subscription.ask-repair", Asked.REPAIR);
    }

    @POST
    @Path("/{connection}/heartbeat")
    @Operation(
            operationId = "sendHeartbeat",
            summary = "Send a heartbeat now",
            description =
                    "Changes a record of our own at the provider; throughAt tells when its webhook has come through.")
    public SubscriptionView heartbeat(@PathParam("connection") String connection, byte @Nullable [] body) {
        return act(connection, body, "subscription.heartbeat", (handle, caller) -> {
            SubscriptionStatus status = find(handle, caller, connection);
            subscriptions.askHeartbeat(handle, status.connection());
        });
    }

    private SubscriptionView ask(String connection, byte @Nullable [] body, String action, Asked asked) {
        return act(connection, body, action, (handle, caller) -> {
            SubscriptionStatus status = find(handle, caller, connection);
            if (!status.keptBy().equals(status.connection())) {
                throw AdminFailure.conflict("Connection " + status.keptBy() + " of the same app looks after it");
            }
            subscriptions.ask(handle, status.connection(), asked, caller.name());
        });
    }

    private SubscriptionView act(
            String connection, byte @Nullable [] body, String action, BiConsumer<Handle, Caller> act) {
        DeadLetterResource.One one = AdminRequest.read(body, DeadLetterResource.One.class);
        Caller caller = request.caller(Scope.ADMIN);
        String reason = DeadLetterResource.reason(one.reason());
        return acts.perform(caller, action, connection, Map.of("reason", reason), handle -> {
            act.accept(handle, caller);
            return view(handle, find(handle, caller, connection));
        });
    }

    private static SubscriptionStatus find(Handle handle, Caller caller, String connection) {
        ConnectionId id = AdminRequest.checked(() -> new ConnectionId(connection));
        return Subscriptions.find(handle, id)
                .filter(status -> caller.sees(status.tenant().value()))
                .orElseThrow(() -> AdminFailure.unknown("There is no connection " + connection + " in this service"));
    }

    private SubscriptionView view(Handle handle, SubscriptionStatus status) {
        return view(
                status,
                Subscriptions.repairs(handle, status.connection(), REPAIRS_SHOWN).stream()
                        .map(repair -> new RepairView(
                                repair.step(),
                                repair.state(),
                                repair.providerId(),
                                repair.detail(),
                                repair.begunBy(),
                                repair.begunAt()))
                        .toList());
    }

    private SubscriptionView view(SubscriptionStatus status, @Nullable List<RepairView> repairs) {
        SubscriptionStatus.Heartbeat heartbeat = status.heartbeat();
        Instant through = heartbeat.throughAt();
        return new SubscriptionView(
                status.connection().value(),
                status.keptBy().equals(status.connection())
                        ? null
                        : status.keptBy().value(),
                status.providerId(),
                status.checkedAt(),
                status.findings(),
                status.asked(),
                status.failures(),
                status.failureCode(),
                status.failureDetail(),
                new HeartbeatView(
                        heartbeat.sentAt(),
                        through,
                        through == null
                                ? null
                                : Duration.between(through, clock.instant()).toSeconds(),
                        heartbeat.tookMillis(),
                        heartbeat.failure()),
                repairs);
    }
}
