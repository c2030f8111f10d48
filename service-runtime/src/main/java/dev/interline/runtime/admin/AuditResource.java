package dev.interline.runtime.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.durable.audit.AuditLog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who did what by hand, and whether the log of it is whole. */
@Path("/admin/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit", description = "Who did what by hand, in a chain of hashes")
public class AuditResource {

    private final AdminRequest request;
    private final Acts acts;
    private final AuditLog audit;

    AuditResource(AdminRequest request, Acts acts, AuditLog audit) {
        this.request = request;
        this.acts = acts;
        this.audit = audit;
    }

    /** Whether the chain holds. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Verdict(
            boolean holds,
            long entries,
            String head,
            @Nullable String broken) {}

    @GET
    @Operation(operationId = "listAudit", summary = "The audit log, oldest first")
    public AdminRequest.Page<AuditLog.Entry> list() {
        requireAll();
        int limit = request.limit();
        String cursor = request.cursor();
        long after = AdminRequest.checked(() -> cursor == null ? 0L : Long.parseLong(cursor));
        return acts.look(handle -> AdminRequest.Page.of(
                audit.list(handle, after, limit), limit, entry -> entry, entry -> Long.toString(entry.seq())));
    }

    @GET
    @Path("/verify")
    @Operation(operationId = "verifyAudit", summary = "Compute every hash of the audit log anew")
    public Verdict verify() {
        requireAll();
        AuditLog.Verdict verdict = acts.look(audit::verify);
        return new Verdict(
                verdict.broken().isEmpty(),
                verdict.entries(),
                verdict.head(),
                verdict.broken().orElse(null));
    }

    /** The log tells of all tenants. */
    private void requireAll() {
        if (request.caller(Scope.READ).tenant() != null) {
            throw AdminFailure.forbidden(Scope.ADMIN);
        }
    }
}
