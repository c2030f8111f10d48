package dev.interline.sdk.mapping;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.runtime.admin.Acts;
import dev.interline.runtime.admin.AdminFailure;
import dev.interline.runtime.admin.AdminRequest;
import dev.interline.runtime.admin.Caller;
import dev.interline.runtime.admin.Scope;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import dev.interline.sdk.mapping.MappingVersions.Stored;
import dev.interline.sdk.mapping.Mappings.Slot;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Mappings: their versions, which are active, and what another would change. */
@Path("/admin/v1/mappings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "mappings", description = "Versions of mappings: added, tried, made active, undone")
public class MappingResource {

    private static final int DEFAULT_LAST = 20;
    private static final int MAX_LAST = 200;

    private final AdminRequest request;
    private final Acts acts;
    private final Connections connections;
    private final Mappings mappings;
    private final MappingParts parts;
    private final MappingDesk desk;

    MappingResource(AdminRequest request, Acts acts, Connections connections, Mappings mappings, MappingParts parts) {
        this.request = request;
        this.acts = acts;
        this.connections = connections;
        this.mappings = mappings;
        this.parts = parts;
        this.desk = new MappingDesk(mappings);
    }

    /**
     * What is wanted of a mapping.
     *
     * @param tenant whose overlay is meant; absent for the base
     * @param content the text of a new version
     * @param samples its own golden samples: a JSON array of name, input, expected
     * @param force to make it active although its samples fail
     * @param against the version to compare with; absent for the active one
     * @param connection whose inputs a preview takes
     * @param last how many of them at most
     */
    public record Wanted(
            @Nullable String tenant,
            @Nullable String content,
            @Nullable String samples,
            @Nullable Integer version,
            @Nullable Boolean force,
            @Nullable Integer against,
            @Nullable String connection,
            @Nullable Integer last,
            @Nullable String reason) {}

    /** A mapping's base, or a tenant's overlay of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MappingView(String mapping, @Nullable String tenant, int active, List<VersionView> versions) {}

    /** A version that is not in the release. */
    public record VersionView(int version, String sha256, Instant createdAt, String createdBy, String reason) {}

    /** A version that was added, and what speaks against making it active. */
    public record Added(String mapping, int version, String sha256, List<String> problems) {}

    /** What is active now. */
    public record Activated(String mapping, int version, String now) {}

    @GET
    @Operation(
            operationId = "listMappings",
            summary = "The mappings of this service, their versions, and which are active")
    public List<MappingView> list() {
        Caller caller = request.caller(Scope.READ);
        return acts.look(handle -> {
            Set<Slot> slots = new LinkedHashSet<>();
            mappings.definitions().forEach(definition -> slots.add(new Slot(definition.name(), Mappings.BASE)));
            MappingVersions.slots(handle).stream()
                    .filter(slot -> slot.tenant().equals(Mappings.BASE) || caller.sees(slot.tenant()))
                    .forEach(slots::add);
            return slots.stream().map(slot -> view(handle, slot)).toList();
        });
    }

    @POST
    @Path("/{mapping}/versions")
    @Operation(operationId = "addMappingVersion", summary = "Keep a version; it is compiled, not made active")
    public Added add(@PathParam("mapping") String mapping, byte @Nullable [] body) {
        Wanted wanted = AdminRequest.read(body, Wanted.class);
        Caller caller = request.caller(Scope.ADMIN);
        Slot slot = slot(caller, mapping, wanted);
        String content = required(wanted.content(), "content");
        String reason = reason(wanted);
        return checked(() -> acts.perform(caller, "mapping.add", target(slot), Map.of("reason", reason), handle -> {
            Stored stored = desk.add(handle, slot, content, wanted.samples(), caller.name(), reason);
            return new Added(mapping, stored.version(), stored.sha256(), desk.problems(handle, slot, stored.version()));
        }));
    }

    @POST
    @Path("/{mapping}/activate")
    @Operation(
            operationId = "activateMapping",
            summary = "Make a version active on all replicas, if it compiles and its samples pass",
            description = "With force, although its samples fail. Version 0 is the packaged base, or no overlay.")
    public Activated activate(@PathParam("mapping") String mapping, byte @Nullable [] body) {
        Wanted wanted = AdminRequest.read(body, Wanted.class);
        Caller caller = request.caller(Scope.ADMIN);
        Slot slot = slot(caller, mapping, wanted);
        int version = required(wanted.version(), "version");
        boolean force = Boolean.TRUE.equals(wanted.force());
        Map<String, String> detail = Map.of(
                "reason", reason(wanted), "version", Integer.toString(version), "force", Boolean.toString(force));
        return after(checked(() -> acts.perform(caller, "mapping.activate", target(slot), detail, handle -> {
            desk.activate(handle, slot, version, force, caller.name());
            return new Activated(mapping, version, "active");
        })));
    }

    @POST
    @Path("/{mapping}/rollback")
    @Operation(operationId = "rollBackMapping", summary = "Undo the newest activation")
    public Activated rollback(@PathParam("mapping") String mapping, byte @Nullable [] body) {
        Wanted wanted = AdminRequest.read(body, Wanted.class);
        Caller caller = request.caller(Scope.ADMIN);
        Slot slot = slot(caller, mapping, wanted);
        Map<String, String> detail = Map.of("reason", reason(wanted));
        return after(checked(() -> acts.perform(
                caller,
                "mapping.rollback",
                target(slot),
                detail,
                handle -> new Activated(mapping, desk.rollback(handle, slot), "active again"))));
    }

    @POST
    @Path("/{mapping}/preview")
    @Operation(
            operationId = "previewMapping",
            summary = "What a version makes of a connection's newest inputs, and how that differs from another's",
            description = "Free text is left out. Nothing is changed.")
    public List<MappingDesk.Compared> preview(@PathParam("mapping") String mapping, byte @Nullable [] body) {
        Wanted wanted = AdminRequest.read(body, Wanted.class);
        Caller caller = request.caller(Scope.READ);
        Slot slot = readable(caller, mapping, wanted);
        int version = required(wanted.version(), "version");
        int last = Objects.requireNonNullElse(wanted.last(), DEFAULT_LAST);
        if (last < 1 || last > MAX_LAST) {
            throw AdminFailure.malformed("'last' is a number from 1 to " + MAX_LAST);
        }
        Connection connection = connections
                .byId(required(wanted.connection(), "connection"))
                .filter(known -> caller.sees(known.tenant().value()))
                .filter(known -> slot.tenant().equals(Mappings.BASE)
                        || slot.tenant().equals(known.tenant().value()))
                .orElseThrow(() -> AdminFailure.unknown("There is no connection " + wanted.connection() + " here"));
        return checked(() -> acts.look(handle -> desk.preview(
                handle,
                slot,
                version,
                wanted.against() == null ? MappingVersions.active(handle, slot) : wanted.against(),
                connection.id().value(),
                connection.tenant().value(),
                last)));
    }

    private MappingView view(Handle handle, Slot slot) {
        return new MappingView(
                slot.mapping(),
                slot.tenant().equals(Mappings.BASE) ? null : slot.tenant(),
                MappingVersions.active(handle, slot),
                MappingVersions.list(handle, slot).stream()
                        .map(stored -> new VersionView(
                                stored.version(),
                                stored.sha256(),
                                stored.createdAt(),
                                stored.createdBy(),
                                stored.reason()))
                        .toList());
    }

    /** A base belongs to nobody: a key of one tenant may touch that tenant's overlay only. */
    private Slot slot(Caller caller, String mapping, Wanted wanted) {
        Slot slot = readable(caller, mapping, wanted);
        if (slot.tenant().equals(Mappings.BASE) && caller.tenant() != null) {
            throw AdminFailure.malformed("Give a \"tenant\": this key may touch the overlay of " + caller.tenant()
                    + ", not the base that all tenants share");
        }
        return slot;
    }

    private Slot readable(Caller caller, String mapping, Wanted wanted) {
        if (mappings.definition(mapping).isEmpty()) {
            throw AdminFailure.unknown("There is no mapping " + mapping + " in this service");
        }
        String tenant = wanted.tenant();
        if (tenant != null
                && (!caller.sees(tenant)
                        || connections.all().stream()
                                .noneMatch(known -> known.tenant().value().equals(tenant)))) {
            throw AdminFailure.unknown("There is no tenant " + tenant + " in this service");
        }
        return new Slot(mapping, Objects.requireNonNullElse(tenant, Mappings.BASE));
    }

    private Activated after(Activated activated) {
        parts.refreshNow();
        return activated;
    }

    private static String target(Slot slot) {
        return slot.mapping() + (slot.tenant().equals(Mappings.BASE) ? "" : " of " + slot.tenant());
    }

    private static <T> T checked(Supplier<T> act) {
        try {
            return act.get();
        } catch (IllegalArgumentException malformed) {
            throw AdminFailure.malformed(String.valueOf(malformed.getMessage()));
        } catch (MappingDesk.Refused refused) {
            throw AdminFailure.conflict(String.valueOf(refused.getMessage()));
        }
    }

    private static <T> T required(@Nullable T member, String name) {
        if (member == null) {
            throw AdminFailure.malformed("Give a \"" + name + "\"");
        }
        return member;
    }

    private static String reason(Wanted wanted) {
        String reason = wanted.reason();
        if (reason == null || reason.isBlank() || reason.length() > 500) {
            throw AdminFailure.malformed("Give a \"reason\" of up to 500 characters; it is kept in the audit log");
        }
        return reason.strip();
    }
}
