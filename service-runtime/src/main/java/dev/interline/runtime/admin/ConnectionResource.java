package dev.interline.runtime.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ConnectionId;
import dev.interline.durable.breaker.BreakerStatus;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.inbound.PersonalData;
import dev.interline.durable.lane.LaneDesk;
import dev.interline.durable.quota.QuotaGovernor;
import dev.interline.durable.quota.QuotaStatus;
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
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Connections: which rest and why, and how much of their quota is left. */
@Path("/admin/v1/connections")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "connections", description = "Which rest and why, and what is left of their quotas")
public class ConnectionResource {

    private final AdminRequest request;
    private final Acts acts;
    private final LaneDesk desk;
    private final TenantConnections connections;

    ConnectionResource(AdminRequest request, Acts acts, LaneDesk desk, TenantConnections connections) {
        this.request = request;
        this.acts = acts;
        this.desk = desk;
        this.connections = connections;
    }

    /** A connection as it stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConnectionView(
            String id,
            String tenant,
            long waiting,
            @Nullable Pause pause,
            @Nullable BreakerStatus breaker,
            List<QuotaStatus> quotas) {}

    /** Who is to be forgotten, and why; in the body, as ids of persons belong into no access log. */
    public record Forget(@Nullable String person, @Nullable String reason) {

        private static final Pattern PERSON = Pattern.compile("[a-z]+/[^\\s/]{1,128}");

        String requiredPerson() {
            if (person == null || !PERSON.matcher(person).matches()) {
                throw AdminFailure.malformed(
                        "Give the \"person\" with its kind, as the provider calls it: contact/151, user/35436");
            }
            return person;
        }
    }

    /**
     * A person who is forgotten.
     *
     * @param requests from how many stored requests something was erased
     */
    public record Forgotten(String connection, String person, int requests) {}

    /** Why nothing of it is carried out. */
    public record Pause(Instant until, String reason) {}

    @GET
    @Operation(operationId = "listConnections", summary = "The connections of this service, as they stand")
    public List<ConnectionView> list() {
        Caller caller = request.caller(Scope.READ);
        return acts.look(handle -> {
            Map<String, Long> waiting = new TreeMap<>();
            handle.createQuery("select connection_id, count(*) as waiting from command group by 1")
                    .map((rs, context) -> waiting.put(rs.getString("connection_id"), rs.getLong("waiting")))
                    .list();
            Map<String, Pause> pauses = new TreeMap<>();
            handle.createQuery(
                            "select connection_id, paused_until, reason from connection_pause where paused_until > now()")
                    .map((rs, context) -> pauses.put(
                            rs.getString("connection_id"),
                            new Pause(rs.getTimestamp("paused_until").toInstant(), rs.getString("reason"))))
                    .list();
            List<BreakerStatus> breakers = ConnectionBreaker.status(handle);
            List<QuotaStatus> quotas = QuotaGovernor.status(handle);
            return connections.all().entrySet().stream()
                    .filter(entry -> caller.sees(entry.getValue()))
                    .map(entry -> new ConnectionView(
                            entry.getKey(),
                            entry.getValue(),
                            waiting.getOrDefault(entry.getKey(), 0L),
                            pauses.get(entry.getKey()),
                            breakers.stream()
                                    .filter(breaker ->
                                            breaker.connection().value().equals(entry.getKey()))
                                    .findFirst()
                                    .orElse(null),
                            quotas.stream()
                                    .filter(quota -> quota.connection().value().equals(entry.getKey()))
                                    .toList()))
                    .toList();
        });
    }

    @POST
    @Path("/{id}/forget-person")
    @Operation(
            operationId = "forgetPerson",
            summary = "Erase what stored requests hold of a person, now and as it comes",
            description = "Here only: the provider keeps what it has. One who is not known is noted all the same.")
    public Forgotten forgetPerson(@PathParam("id") String id, byte @Nullable [] body) {
        Forget asked = AdminRequest.read(body, Forget.class);
        Caller caller = request.caller(Scope.ADMIN);
        requireVisible(caller, id);
        String person = asked.requiredPerson();
        String reason = DeadLetterResource.reason(asked.reason());
        return acts.perform(
                caller,
                "connection.forget-person",
                id,
                Map.of("reason", reason, "person", person),
                handle -> new Forgotten(id, person, PersonalData.forget(handle, new ConnectionId(id), person)));
    }

    private void requireVisible(Caller caller, String id) {
        if (!connections.all().containsKey(id) || !connections.visible(caller, id)) {
            throw AdminFailure.unknown("There is no connection " + id + " in this service");
        }
    }

    @POST
    @Path("/{id}/resume")
    @Operation(
            operationId = "resumeConnection",
            summary = "Let a connection go on that rests after refused credentials")
    public LaneResource.Done resume(@PathParam("id") String id, byte @Nullable [] body) {
        DeadLetterResource.One one = AdminRequest.read(body, DeadLetterResource.One.class);
        Caller caller = request.caller(Scope.ADMIN);
        requireVisible(caller, id);
        String reason = DeadLetterResource.reason(one.reason());
        return acts.perform(caller, "connection.resume", id, Map.of("reason", reason), handle -> {
            if (!desk.resume(handle, id)) {
                throw AdminFailure.conflict("Connection " + id + " does not rest");
            }
            return new LaneResource.Done(id, "goes on");
        });
    }
}
