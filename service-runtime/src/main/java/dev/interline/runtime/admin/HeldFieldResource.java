package dev.interline.runtime.admin;

import dev.interline.canonical.TenantId;
import dev.interline.durable.echo.FieldHold;
import dev.interline.durable.echo.FieldHolds;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Fields that two systems have set against each other, and that are held until a person lets them go. */
@Path("/admin/v1/held-fields")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "held-fields", description = "Fields that went back and forth between two systems")
public class HeldFieldResource {

    private final AdminRequest request;
    private final Acts acts;

    HeldFieldResource(AdminRequest request, Acts acts) {
        this.request = request;
        this.acts = acts;
    }

    /** Which field is let go, and why. */
    public record Release(
            @Nullable String tenant,
            @Nullable String record,
            @Nullable String field,
            @Nullable String reason) {

        private static String required(@Nullable String value, String name) {
            if (value == null || value.isBlank()) {
                throw AdminFailure.malformed("Give the \"" + name + "\", as the list of held fields shows it");
            }
            return value;
        }
    }

    /** A field that was let go. */
    public record Released(String tenant, String record, String field) {}

    /** The held fields, longest held first. */
    public record Held(List<FieldHold> items) {}

    @GET
    @Operation(
            operationId = "listHeldFields",
            summary = "List held fields",
            description = "At most limit of them, longest held first. Values are not shown: they are not kept.")
    public Held list() {
        Caller caller = request.caller(Scope.READ);
        int limit = request.limit();
        String tenant = caller.tenant();
        return acts.look(
                handle -> new Held(FieldHolds.list(handle, tenant == null ? null : new TenantId(tenant), limit)));
    }

    @POST
    @Path("/release")
    @Operation(
            operationId = "releaseHeldField",
            summary = "Let a held field go",
            description =
                    "Its next change is told again. What was parked stays a dead letter, to be retried or discarded.")
    public Released release(byte @Nullable [] body) {
        Release asked = AdminRequest.read(body, Release.class);
        Caller caller = request.caller(Scope.ADMIN);
        TenantId tenant = AdminRequest.checked(() -> new TenantId(Release.required(asked.tenant(), "tenant")));
        String record = Release.required(asked.record(), "record");
        String field = Release.required(asked.field(), "field");
        String reason = DeadLetterResource.reason(asked.reason());
        if (!caller.sees(tenant.value())) {
            throw unknown(record, field);
        }
        String target = tenant + "/" + record + "/" + field;
        return acts.perform(caller, "held-field.release", target, Map.of("reason", reason), handle -> {
            if (!FieldHolds.release(handle, tenant, record, field)) {
                throw unknown(record, field);
            }
            return new Released(tenant.value(), record, field);
        });
    }

    private static AdminFailure unknown(String record, String field) {
        return AdminFailure.unknown("No field " + field + " of " + record + " is held in this service");
    }
}
