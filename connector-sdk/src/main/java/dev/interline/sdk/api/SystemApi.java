package dev.interline.sdk.api;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.TenantId;
import dev.interline.durable.failure.Causes;
import dev.interline.durable.failure.DatabaseFailures;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.request.CommandStatus;
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
import java.util.Locale;
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

    /** What every contract has, whatever the connector brings. */
    private static final Set<String> OWN = Set.of(CONTRACT, COMMAND_STATUS);

    private static final String TENANT_HEADER = "Interline-Tenant";

    /** Names one of the tenant's connections. */
    static final String CONNECTION_HEADER = "Interline-Connection";

    private final ApiContract contract;
    private final Callers callers;
    private final Connections connections;
    private final ProviderGateway gateway;
    private final ApiReads reads;
    private final ApiCommands commands;
    private final Jdbi jdbi;
    private final Clock clock;

    /**
     * The API of a connector.
     *
     * @throws IllegalStateException unless contract and connector have the same resources, and each command is the system's
     */
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
        this.commands = new ApiCommands(connector, system, contract, reads, jdbi, lanes, clock);
        this.jdbi = jdbi;
        this.clock = clock;
        requireSameResources(connector.resources().keySet());
        contract.operations().forEach(operation -> requireOwn(operation, system));
    }

    /** Makes the bean at start: a contract that is not kept is found out then, not by the first call. */
    void start(@Observes StartupEvent started) {
        LOG.debug("the system API has {} operations", contract.operations().size());
    }

    private void requireSameResources(Set<String> built) {
        Set<String> promised = contract.operations().stream()
                .filter(operation -> operation.isRead() && !OWN.contains(operation.id()))
                .map(operation -> ApiReads.Place.of(operation.template()).resource())
                .collect(Collectors.toSet());
        if (!built.equals(promised)) {
            Set<String> different = Stream.concat(built.stream(), promised.stream())
                    .filter(name -> !built.contains(name) || !promised.contains(name))
                    .collect(Collectors.toCollection(TreeSet::new));
            throw new IllegalStateException("The resources of the ConnectorApi and of " + ApiContract.RESOURCE
                    + " are not the same; they differ in " + different);
        }
    }

    private static void requireOwn(Operation operation, BusinessSystem system) {
        DeclaredCommand command = operation.command();
        if (command != null && !command.isOf(system)) {
            throw new IllegalStateException(operation.id() + " of " + ApiContract.RESOURCE + " asks for "
                    + command.type() + ", which is no command to " + system.token());
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
            TenantId tenant = tenant(caller, call);
            if (called.operation().id().equals(COMMAND_STATUS)) {
                return status(called, tenant, call);
            }
            Connection connection = connection(tenant, call);
            return guarded(() -> conditional(call, carryOut(called, connection, caller, call)))
                    .with(rateLimits(connection));
        });
    }

    /** A command is found by its id alone: it knows its connection. */
    private ApiAnswer status(Called called, TenantId tenant, ApiCall call) {
        contract.parameters(called.operation(), call);
        CommandStatus status = commands.find(tenant, called.path().getOrDefault("id", ""));
        ApiAnswer answer = ApiCommands.answer(status);
        return connections
                .byId(status.connection())
                .map(connection -> answer.with(rateLimits(connection)))
                .orElse(answer);
    }

    private ApiAnswer carryOut(Called called, Connection connection, Caller caller, ApiCall call) {
        Operation operation = called.operation();
        Map<String, String> query = contract.parameters(operation, call);
        if (!operation.isRead()) {
            return commands.accept(called, connection, caller.name(), call);
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

    /** The key's tenant; a key of all tenants names one in a header. */
    private static TenantId tenant(Caller caller, ApiCall call) {
        String own = caller.tenant();
        Optional<String> asked = call.header(TENANT_HEADER.toLowerCase(Locale.ROOT));
        if (own == null && asked.isEmpty()) {
            throw ApiRefusal.parameters(List.of(ApiProblem.Place.ofParameter(
                    TENANT_HEADER, "is missing; a key of all tenants names the one that is meant")));
        }
        if (own != null && asked.isPresent() && !asked.get().equals(own)) {
            throw ApiRefusal.unknown("The tenant has no connection to this system");
        }
        try {
            return new TenantId(own == null ? asked.orElseThrow() : own);
        } catch (IllegalArgumentException impossible) {
            throw ApiRefusal.unknown("The tenant has no connection to this system");
        }
    }

    /** The tenant's connection; where it has several, a header names the one that is meant. */
    private Connection connection(TenantId tenant, ApiCall call) {
        List<Connection> own = connections.all().stream()
                .filter(connection -> connection.tenant().equals(tenant))
                .toList();
        if (own.isEmpty()) {
            throw ApiRefusal.unknown("The tenant has no connection to this system");
        }
        Optional<String> asked = call.header(CONNECTION_HEADER.toLowerCase(Locale.ROOT));
        if (asked.isPresent()) {
            return own.stream()
                    .filter(connection -> connection.id().value().equals(asked.get()))
                    .findFirst()
                    .orElseThrow(() -> ApiRefusal.unknown("The tenant has no such connection to this system"));
        }
        if (own.size() > 1) {
            throw ApiRefusal.ambiguousConnection(own.stream()
                    .map(connection -> connection.id().value())
                    .sorted()
                    .toList());
        }
        return own.getFirst();
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
