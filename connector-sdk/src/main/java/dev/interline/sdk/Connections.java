package dev.interline.sdk;

import static dev.interline.durable.credential.CredentialKind.API_TOKEN;
import static dev.interline.durable.credential.CredentialKind.SIGNING_SECRETS;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.runtime.InterlineConfig;
import dev.interline.runtime.credential.SecretRules;
import dev.interline.sdk.credential.Credentials;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The connections of this connector: what they are as configured, their credentials as they are at this moment. Whoever
 * holds one holds the credentials of the moment he asked.
 */
@ApplicationScoped
public class Connections {

    private final InterlineConfig config;
    private final Credentials credentials;
    private volatile Known known;

    private record Known(Credentials.Snapshot of, Map<String, Connection> byId) {}

    /** @throws IllegalArgumentException if a secret that counts must not be used in this environment */
    public Connections(InterlineConfig config, Credentials credentials, SecretRules rules) {
        this.config = config;
        this.credentials = credentials;
        this.known = read(credentials.snapshot());
        known.byId().values().forEach(connection -> {
            connection.signingSecrets().forEach(secret -> rules.require(connection.id(), SIGNING_SECRETS, secret));
            if (!connection.apiToken().isEmpty()) {
                rules.require(connection.id(), API_TOKEN, connection.apiToken());
            }
        });
    }

    private Map<String, Connection> current() {
        Credentials.Snapshot now = credentials.snapshot();
        Known seen = known;
        if (seen.of() != now) {
            seen = read(now);
            known = seen;
        }
        return seen.byId();
    }

    private Known read(Credentials.Snapshot now) {
        Map<String, Connection> byId = new LinkedHashMap<>();
        config.connections().forEach((name, settings) -> {
            ConnectionId id = new ConnectionId(name);
            byId.put(
                    name,
                    new Connection(
                            id,
                            new TenantId(settings.tenant()),
                            settings.account(),
                            settings.app().orElse(null),
                            now.signingSecrets(id)
                                    .orElseGet(() -> settings.signingSecrets().orElse(List.of())),
                            settings.apiBase(),
                            // The user goes with an API token; an access token stands for itself.
                            now.grant(id).isPresent()
                                    ? null
                                    : settings.apiUser().orElse(null),
                            now.token(id).orElseGet(() -> settings.apiToken().orElse("")),
                            settings.webhookUrl(),
                            settings.limits()));
        });
        return new Known(now, byId);
    }

    /** The connection of that id. */
    public Optional<Connection> byId(String id) {
        return Optional.ofNullable(current().get(id));
    }

    /**
     * The connection with that account that may be spoken for by a request to {@code endpoint}: itself, or another one
     * of the same app.
     */
    public Optional<Connection> ofAccount(Connection endpoint, String account) {
        if (endpoint.account().equals(account)) {
            return Optional.of(endpoint);
        }
        return current().values().stream()
                .filter(other -> other.account().equals(account)
                        && other.app() != null
                        && other.app().equals(endpoint.app()))
                .findFirst();
    }

    /** The tenant's connection; the first configured if there are several. */
    public Optional<Connection> ofTenant(TenantId tenant) {
        return current().values().stream()
                .filter(connection -> connection.tenant().equals(tenant))
                .findFirst();
    }

    /** All of them. */
    public Collection<Connection> all() {
        return current().values();
    }
}
