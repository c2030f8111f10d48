package dev.interline.runtime.admin;

import dev.interline.durable.credential.CredentialStore;
import dev.interline.durable.credential.KeyRing;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The keys that credentials are sealed with. For keys that see all tenants. */
@Path("/admin/v1/credentials")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "credentials")
public class CredentialKeyResource {

    private static final int AT_ONCE = 200;

    private final AdminRequest request;
    private final Acts acts;
    private final KeyRing keys;
    private final CredentialStore store;

    CredentialKeyResource(AdminRequest request, Acts acts, KeyRing keys, CredentialStore store) {
        this.request = request;
        this.acts = acts;
        this.keys = keys;
        this.store = store;
    }

    /** How many credentials are sealed with each key; a key that is named here must stay configured. */
    public record KeysInUse(Map<String, Long> credentialsByKey) {}

    /**
     * What was done.
     *
     * @param sealed how many credentials were sealed anew by this call
     * @param credentialsByKey how many are sealed with each key now; call again while there is another than the primary
     */
    public record Rekeyed(int sealed, Map<String, Long> credentialsByKey) {}

    @GET
    @Path("/keys")
    @Operation(operationId = "listCredentialKeys", summary = "Which keys are in use, and by how many credentials")
    public KeysInUse inUse() {
        everywhere(Scope.READ);
        return acts.look(handle -> new KeysInUse(CredentialStore.keysInUse(handle)));
    }

    @POST
    @Path("/rekey")
    @Operation(
            operationId = "rekeyCredentials",
            summary = "Seal up to 200 credentials anew with the primary key, so that an older key can go")
    public Rekeyed rekey(byte @Nullable [] body) {
        DeadLetterResource.One one = AdminRequest.read(body, DeadLetterResource.One.class);
        Caller caller = everywhere(Scope.ADMIN);
        String reason = DeadLetterResource.reason(one.reason());
        if (!keys.isReady()) {
            throw AdminFailure.conflict(
                    "No key is configured to seal credentials with; set interline.credentials.primary-key");
        }
        return acts.perform(caller, "credential.rekey", "credentials", Map.of("reason", reason), handle -> {
            int sealed = store.rekey(handle, AT_ONCE);
            return new Rekeyed(sealed, CredentialStore.keysInUse(handle));
        });
    }

    private Caller everywhere(Scope scope) {
        Caller caller = request.caller(scope);
        if (caller.tenant() != null) {
            throw AdminFailure.unknown("This key sees one tenant; keys of credentials are not a tenant's");
        }
        return caller;
    }
}
