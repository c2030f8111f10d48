package dev.interline.runtime.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ConnectionId;
import dev.interline.durable.credential.Credential;
import dev.interline.durable.credential.Credential.ApiToken;
import dev.interline.durable.credential.Credential.OAuth2Grant;
import dev.interline.durable.credential.Credential.SigningSecrets;
import dev.interline.durable.credential.CredentialKind;
import dev.interline.durable.credential.CredentialStore;
import dev.interline.durable.credential.KeyRing;
import dev.interline.durable.credential.SigningSecretUses;
import dev.interline.durable.credential.StoredCredential;
import dev.interline.durable.lane.LaneDesk;
import dev.interline.runtime.InterlineConfig;
import dev.interline.runtime.credential.SecretRules;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Credentials of connections: set and rotated here, told to nobody. What is set here wins over the configuration. */
@Path("/admin/v1/connections/{id}/credentials")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "credentials", description = "Set, rotate and watch them; none is ever shown")
public class CredentialResource {

    private static final int LIVE_SECRETS = 2;
    private static final Duration QUIET = Duration.ofMinutes(15);

    private final AdminRequest request;
    private final Acts acts;
    private final TenantConnections connections;
    private final InterlineConfig config;
    private final KeyRing keys;
    private final CredentialStore store;
    private final SecretRules rules;
    private final LaneDesk desk;

    CredentialResource(
            AdminRequest request,
            Acts acts,
            TenantConnections connections,
            InterlineConfig config,
            KeyRing keys,
            CredentialStore store,
            SecretRules rules,
            LaneDesk desk) {
        this.request = request;
        this.acts = acts;
        this.connections = connections;
        this.config = config;
        this.keys = keys;
        this.store = store;
        this.rules = rules;
        this.desk = desk;
    }

    /**
     * A credential without its secret.
     *
     * @param source {@code stored} or {@code configured}
     * @param refused why the provider gives no more access tokens
     * @param secrets the webhook secrets, newest first
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CredentialView(
            String kind,
            String source,
            @Nullable String key,
            @Nullable Instant changedAt,
            @Nullable String changedBy,
            @Nullable Instant renewedAt,
            @Nullable Instant expiresAt,
            @Nullable String refused,
            @Nullable List<SecretView> secrets) {}

    /** A webhook secret by its fingerprint, and when it has verified last over all replicas. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SecretView(
            int index, String fingerprint, @Nullable Instant lastVerifiedAt) {}

    /** An API token to be used from now on. */
    public record NewApiToken(
            @Nullable String token, @Nullable String reason) {
        @Override
        public String toString() {
            return "NewApiToken[***]";
        }
    }

    /** An OAuth2 grant to be used from now on. */
    public record NewGrant(
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable String refreshToken,
            @Nullable String reason) {
        @Override
        public String toString() {
            return "NewGrant[***]";
        }
    }

    /** A webhook secret to be accepted beside the one that is. */
    public record NewSecret(
            @Nullable String secret, @Nullable String reason) {
        @Override
        public String toString() {
            return "NewSecret[***]";
        }
    }

    /** A webhook secret that is to be accepted no more; {@code force} also if it was used a moment ago. */
    public record Retired(
            @Nullable String fingerprint,
            boolean force,
            @Nullable String reason) {}

    @GET
    @Operation(operationId = "listCredentials", summary = "The credentials of a connection, without the secrets")
    public List<CredentialView> list(@PathParam("id") String id) {
        Caller caller = request.caller(Scope.READ);
        ConnectionId connection = visible(caller, id);
        return acts.look(handle -> {
            List<CredentialView> views = new ArrayList<>();
            Optional<StoredCredential> grant = store.find(handle, connection, CredentialKind.OAUTH2_GRANT);
            Optional<StoredCredential> token =
                    grant.isPresent() ? grant : store.find(handle, connection, CredentialKind.API_TOKEN);
            token.ifPresentOrElse(stored -> views.add(view(stored, null)), () -> settings(id)
                    .apiToken()
                    .ifPresent(configured -> views.add(configured(CredentialKind.API_TOKEN, null))));
            List<SecretView> secrets = secretViews(handle, connection);
            store.find(handle, connection, CredentialKind.SIGNING_SECRETS)
                    .ifPresentOrElse(
                            stored -> views.add(view(stored, secrets)),
                            () -> views.add(configured(CredentialKind.SIGNING_SECRETS, secrets)));
            return views;
        });
    }

    @PUT
    @Path("/api-token")
    @Operation(operationId = "setApiToken", summary = "Use this API token from now on, in all replicas within 5 s")
    public LaneResource.Done setApiToken(@PathParam("id") String id, byte @Nullable [] body) {
        NewApiToken wanted = AdminRequest.read(body, NewApiToken.class);
        ApiToken token = AdminRequest.checked(() -> new ApiToken(text(wanted.token())));
        return replace(id, token, token.token(), CredentialKind.OAUTH2_GRANT, wanted.reason());
    }

    @PUT
    @Path("/oauth2")
    @Operation(
            operationId = "setOAuth2Grant",
            summary = "Get access tokens by this refresh token from now on; forgets that an earlier one was refused")
    public LaneResource.Done setGrant(@PathParam("id") String id, byte @Nullable [] body) {
        NewGrant wanted = AdminRequest.read(body, NewGrant.class);
        OAuth2Grant grant = AdminRequest.checked(() -> new OAuth2Grant(
                text(wanted.clientId()), text(wanted.clientSecret()), text(wanted.refreshToken()), null));
        return replace(id, grant, grant.refreshToken(), CredentialKind.API_TOKEN, wanted.reason());
    }

    private LaneResource.Done replace(
            String id, Credential credential, String secret, CredentialKind replaced, @Nullable String given) {
        Caller caller = request.caller(Scope.ADMIN);
        ConnectionId connection = visible(caller, id);
        String reason = DeadLetterResource.reason(given);
        requireKey();
        allowed(connection, credential.kind(), secret);
        return acts.perform(caller, "credential.set", id, detail(credential.kind(), reason), handle -> {
            store.lock(handle, connection);
            store.remove(handle, connection, replaced);
            store.put(handle, connection, credential, caller.name());
            desk.resume(handle, id);
            return new LaneResource.Done(id, "uses it within 5 seconds");
        });
    }

    @POST
    @Path("/signing-secrets/add")
    @Operation(operationId = "addSigningSecret", summary = "Accept this webhook secret beside the one that is")
    public SecretView add(@PathParam("id") String id, byte @Nullable [] body) {
        NewSecret wanted = AdminRequest.read(body, NewSecret.class);
        Caller caller = request.caller(Scope.ADMIN);
        ConnectionId connection = visible(caller, id);
        String reason = DeadLetterResource.reason(wanted.reason());
        String secret = AdminRequest.checked(() -> new SigningSecrets(List.of(text(wanted.secret()))))
                .secrets()
                .getFirst();
        requireKey();
        allowed(connection, CredentialKind.SIGNING_SECRETS, secret);
        String fingerprint = SigningSecretUses.fingerprint(connection, secret);
        Map<String, String> detail = detail(CredentialKind.SIGNING_SECRETS, reason);
        detail.put("fingerprint", fingerprint);
        return acts.perform(caller, "signing-secret.add", id, detail, handle -> {
            store.lock(handle, connection);
            List<String> live = new ArrayList<>(secrets(handle, connection));
            if (live.contains(secret)) {
                throw AdminFailure.conflict("Secret " + fingerprint + " is accepted already");
            }
            if (live.size() >= LIVE_SECRETS) {
                throw AdminFailure.conflict("Connection " + id + " has " + live.size()
                        + " live webhook secrets; retire one before another one is added");
            }
            live.addFirst(secret);
            store.put(handle, connection, new SigningSecrets(live), caller.name());
            return new SecretView(0, fingerprint, null);
        });
    }

    @POST
    @Path("/signing-secrets/retire")
    @Operation(
            operationId = "retireSigningSecret",
            summary = "Accept a webhook secret no more; refused while the provider still signs with it")
    public LaneResource.Done retire(@PathParam("id") String id, byte @Nullable [] body) {
        Retired wanted = AdminRequest.read(body, Retired.class);
        Caller caller = request.caller(Scope.ADMIN);
        ConnectionId connection = visible(caller, id);
        String reason = DeadLetterResource.reason(wanted.reason());
        String fingerprint = text(wanted.fingerprint());
        requireKey();
        Map<String, String> detail = detail(CredentialKind.SIGNING_SECRETS, reason);
        detail.put("fingerprint", fingerprint);
        detail.put("force", Boolean.toString(wanted.force()));
        return acts.perform(caller, "signing-secret.retire", id, detail, handle -> {
            store.lock(handle, connection);
            List<String> live = secrets(handle, connection);
            List<String> rest = live.stream()
                    .filter(secret ->
                            !SigningSecretUses.fingerprint(connection, secret).equals(fingerprint))
                    .toList();
            if (rest.size() == live.size()) {
                throw AdminFailure.unknown("Connection " + id + " has no live webhook secret " + fingerprint);
            }
            if (rest.isEmpty()) {
                throw AdminFailure.conflict(
                        "It is the only one; without it every webhook would be refused. Add the next one first");
            }
            requireQuiet(handle, connection, fingerprint, wanted.force());
            store.put(handle, connection, new SigningSecrets(rest), caller.name());
            return new LaneResource.Done(id, "accepts it no more within 5 seconds");
        });
    }

    private static void requireQuiet(Handle handle, ConnectionId connection, String fingerprint, boolean force) {
        Instant used = SigningSecretUses.of(handle, connection).get(fingerprint);
        Instant now = handle.select("select now()").mapTo(Instant.class).one();
        if (!force && used != null && used.plus(QUIET).isAfter(now)) {
            throw AdminFailure.conflict("The provider has signed with " + fingerprint + " at " + used + ", less than "
                    + QUIET.toMinutes() + " minutes ago; what it still signs with it would be refused. Wait, or force");
        }
    }

    /** The live ones: the stored if there are any, else the configured. */
    private List<String> secrets(Handle handle, ConnectionId connection) {
        return store.find(handle, connection, CredentialKind.SIGNING_SECRETS)
                .map(stored -> ((SigningSecrets) stored.credential()).secrets())
                .orElseGet(() -> settings(connection.value()).signingSecrets().orElse(List.of()));
    }

    private List<SecretView> secretViews(Handle handle, ConnectionId connection) {
        Map<String, Instant> uses = SigningSecretUses.of(handle, connection);
        List<SecretView> views = new ArrayList<>();
        for (String secret : secrets(handle, connection)) {
            String fingerprint = SigningSecretUses.fingerprint(connection, secret);
            views.add(new SecretView(views.size(), fingerprint, uses.get(fingerprint)));
        }
        return views;
    }

    private static CredentialView view(StoredCredential stored, @Nullable List<SecretView> secrets) {
        return new CredentialView(
                stored.credential().kind().name(),
                "stored",
                stored.keyId(),
                stored.changedAt(),
                stored.changedBy(),
                stored.renewedAt(),
                stored.expiresAt(),
                stored.refusedReason(),
                secrets);
    }

    private static CredentialView configured(CredentialKind kind, @Nullable List<SecretView> secrets) {
        return new CredentialView(kind.name(), "configured", null, null, null, null, null, null, secrets);
    }

    private ConnectionId visible(Caller caller, String id) {
        if (!config.connections().containsKey(id) || !connections.visible(caller, id)) {
            throw AdminFailure.unknown("There is no connection " + id + " in this service");
        }
        return new ConnectionId(id);
    }

    private InterlineConfig.Connection settings(String id) {
        return Objects.requireNonNull(config.connections().get(id), id);
    }

    private void requireKey() {
        if (!keys.isReady()) {
            throw AdminFailure.conflict(
                    "No key is configured to seal credentials with; set interline.credentials.primary-key");
        }
    }

    private void allowed(ConnectionId connection, CredentialKind kind, String secret) {
        AdminRequest.checked(() -> {
            rules.require(connection, kind, secret);
            return kind;
        });
    }

    private static Map<String, String> detail(CredentialKind kind, String reason) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("kind", kind.name());
        detail.put("reason", reason);
        return detail;
    }

    private static String text(@Nullable String given) {
        return Objects.requireNonNullElse(given, "");
    }
}
