package dev.interline.sdk;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.runtime.InterlineConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The connections of this connector, as configured. */
@ApplicationScoped
public class Connections {

    /** A provider's documentation shows this secret; whoever has read it can sign with it. */
    private static final String ZENDESK_PUBLIC_TEST_SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";

    private final Map<String, Connection> byId = new LinkedHashMap<>();

    Connections(InterlineConfig config) {
        config.connections().forEach((id, settings) -> {
            if (!config.environment().equals("sandbox")
                    && settings.signingSecrets().contains(ZENDESK_PUBLIC_TEST_SECRET)) {
                throw new IllegalStateException("Connection " + id
                        + " uses a signing secret that is printed in public documentation; anybody could forge its"
                        + " webhooks. Set the endpoint's own secret");
            }
            if (settings.signingSecrets().stream().anyMatch(String::isBlank)) {
                throw new IllegalStateException("Connection " + id
                        + " has an empty signing secret; set interline.connections." + id + ".signing-secrets");
            }
            byId.put(
                    id,
                    new Connection(
                            new ConnectionId(id),
                            new TenantId(settings.tenant()),
                            settings.account(),
                            settings.app().orElse(null),
                            settings.signingSecrets(),
                            settings.apiBase(),
                            settings.apiUser().orElse(null),
                            settings.apiToken(),
                            settings.webhookUrl(),
                            settings.limits()));
        });
    }

    /** The connection of that id. */
    public Optional<Connection> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * The connection with that account that may be spoken for by a request to {@code endpoint}: itself, or another one
     * of the same app.
     */
    public Optional<Connection> ofAccount(Connection endpoint, String account) {
        if (endpoint.account().equals(account)) {
            return Optional.of(endpoint);
        }
        return byId.values().stream()
                .filter(other -> other.account().equals(account)
                        && other.app() != null
                        && other.app().equals(endpoint.app()))
                .findFirst();
    }

    /** The tenant's connection; the first configured if there are several. */
    public Optional<Connection> ofTenant(TenantId tenant) {
        return byId.values().stream()
                .filter(connection -> connection.tenant().equals(tenant))
                .findFirst();
    }

    /** All of them. */
    public Collection<Connection> all() {
        return byId.values();
    }
}
