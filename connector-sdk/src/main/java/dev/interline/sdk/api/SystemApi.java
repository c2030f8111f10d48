package dev.interline.sdk.api;

import dev.interline.canonical.BusinessSystem;
import dev.interline.durable.failure.Causes;
import dev.interline.durable.failure.DatabaseFailures;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.lane.Lanes;
import dev.interline.runtime.admin.Caller;
import dev.interline.runtime.admin.Callers;
import dev.interline.runtime.admin.Scope;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import dev.interline.sdk.api.ApiContract.Called;
import dev.interline.sdk.api.ApiContract.Operation;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderReads;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connector's system API: finds the operation the contract has for a call, holds the call to it, and answers. Whoever calls
 * sees one tenant, and of it what the connection to this system's provider sees.
 */
@ApplicationScoped
public class SystemApi {

    /** What every path begins with. */
    public static final String BASE = "/api/v1";

    private static final Logger LOG = LoggerFactory.getLogger(SystemApi.class);
    private static final String CONTRACT = "getContract";
    private static final String COMMAND_STATUS = "getCommand";
    private static final String TENANT_HEADER = "interline-tenant";

    private final ApiContract contract;
    private final Callers callers;
    private final Connections connections;
    private final ProviderGateway gateway;
    private final ApiReads reads;
    private final ApiCommands commands;
    private final Jdbi jdbi;
    private final Clock clock;

    /** @throws IllegalStateException unless the contract and the connector have the same resources and commands */
    public SystemApi(
            ConnectorApi connector,
            BusinessSystem system,
            Connections connections,
            ProviderGateway gateway,
            ProviderReads provider,
            Callers callers,
            Jdbi jdbi,
            Lanes lanes,
            Clock clock) {
        this.contract = ApiContract.load();
        this.callers = callers;
        this.connections = connections;
        this.gateway = gateway;
        this.reads = new ApiReads(connector.resources(), provider, jdbi, clock);
        this.commands = new ApiCommands(connector.commands(), contract, reads, system.token(), jdbi, lanes, clock);
        this.jdbi = jdbi;
        this.clock = clock;
        requireSame("resources", connector.resources().keySet(), named(contract, true));
        requireSame("commands", connector.commands().keySet(), named(contract, false));
    }

    /** Makes the bean at start: a contract that is not kept is found out then, not by the first call. */
    void start(@Observes StartupEvent started) {
        LOG.debug("the system API has {} operations", contract.operations().size());
    }

    private static Set<String> named(ApiContract contract, boolean resources) {
        return contract.operations().stream()
                .filter(operation -> !Set.of(CONTRACT, COMMAND_STATUS).contains(operation.id()))
                .filter(operation -> operation.isRead() == resources)
                .map(operation ->
                        resources ? ApiReads.Place.of(operation.template()).resource() : operation.id())
                .collect(Collectors.toSet());
    }

    private static void requireSame(String what, Set<String> built, Set<String> promised) {
        if (!built.equals(promised)) {
            Set<String> different = Stream.concat(built.stream(), promised.stream())
                    .filter(name -> !built.contains(name) || !promised.contains(name))
                    .collect(Collectors.toCollection(TreeSet::new));
            throw new IllegalStateException("The " + what + " of the ConnectorApi and of " + ApiContract.RESOURCE
                    + " are not the same; they differ in " + different);
        }
    }

    /** The answer; whatever goes wrong is one too. */
    public ApiAnswer answer(ApiCall call) {
        return guarded(() -> {
            Called called = contract.called(call.method(), call.path());
            if (called.operation().id().equals(CONTRACT)) {
                contract.parameters(called.operation(), call);
                return ApiAnswer.of(200, "application/yaml", contract.text());
            }
            Caller caller = callers.of(call.header("authorization").orElse("")).orElseThrow(ApiRefusal::unauthorized);
            Scope needed = called.operation().isRead() ? Scope.READ : Scope.WRITE;
            if (!caller.may(needed)) {
                throw ApiRefusal.forbidden(needed);
            }
            Connection connection = connection(caller, call);
            return guarded(() -> conditional(call, carryOut(called, connection, caller, call)))
                    .with(rateLimits(connection));
        });
    }

    private ApiAnswer carryOut(Called called, Connection connection, Caller caller, ApiCall call) {
        Operation operation = called.operation();
        Map<String, String> query = contract.parameters(operation, call);
        if (!operation.isRead()) {
            return commands.accept(called, connection, caller.name(), call);
        }
        if (operation.id().equals(COMMAND_STATUS)) {
            return commands.status(connection, called.path().getOrDefault("id", ""));
        }
        return ApiReads.Place.of(operation.template()).by().isEmpty()
                ? reads.list(operation, connection, query)
                : reads.one(operation, connection, called.path(), query);
    }

    /** A read whose content the caller has already is answered without it. */
    private static ApiAnswer conditional(ApiCall call, ApiAnswer answer) {
        String tag = answer.headers().get("ETag");
        Optional<String> known = call.header("if-none-match");
        return tag != null && known.isPresent() && EntityTags.namedBy(known.get(), tag)
                ? ApiAnswer.empty(304).with("ETag", tag)
                : answer;
    }

    /** The connection of the key's tenant; a key of all tenants names one in a header. */
    private Connection connection(Caller caller, ApiCall call) {
        String own = caller.tenant();
        Optional<String> asked = call.header(TENANT_HEADER);
        if (own == null && asked.isEmpty()) {
            throw ApiRefusal.parameters(List.of(ApiProblem.Place.ofParameter(
                    "Interline-Tenant", "is missing; a key of all tenants names the one that is meant")));
        }
        String tenant = own == null ? asked.orElseThrow() : own;
        return connections.all().stream()
                .filter(connection -> connection.tenant().value().equals(tenant))
                .filter(connection -> asked.isEmpty() || asked.get().equals(tenant))
                .findFirst()
                .orElseThrow(() -> ApiRefusal.unknown("The tenant has no connection to this system"));
    }

    private Map<String, String> rateLimits(Connection connection) {
        try {
            return jdbi.withHandle(
                    handle -> RateLimits.headers(handle, connection, gateway.limits(connection), clock.instant()));
        } catch (RuntimeException away) {
            LOG.debug(
                    "the quotas of {} cannot be told: {}",
                    connection.id(),
                    away.getClass().getSimpleName());
            return Map.of();
        }
    }

    private static ApiAnswer guarded(Supplier<ApiAnswer> answering) {
        try {
            return answering.get();
        } catch (ApiRefusal refused) {
            return refused.answer();
        } catch (FailureException failed) {
            return ApiRefusal.of(failed.failure()).answer();
        } catch (RuntimeException failed) {
            if (DatabaseFailures.isTransient(failed)) {
                LOG.warn("a request to the system API meets a database that does not answer");
                return ApiRefusal.databaseAway().answer();
            }
            // Messages of exceptions may quote what was read.
            LOG.error(
                    "a request to the system API met a defect: {}",
                    Causes.of(failed).chain());
            return ApiRefusal.defect().answer();
        }
    }
}
