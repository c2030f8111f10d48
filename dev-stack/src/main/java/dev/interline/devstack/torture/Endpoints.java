package dev.interline.devstack.torture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where everything of the tortured stack is.
 *
 * @param sandbox address of the providers' sandbox
 * @param kafka bootstrap servers
 * @param services address by service
 * @param adminKey what the services' admin APIs know the operator by
 * @param databases JDBC address by service
 * @param connections by id, {@code acme-stripe}
 */
record Endpoints(
        String sandbox,
        String kafka,
        Map<String, String> services,
        String adminKey,
        Map<String, String> databases,
        Map<String, JsonNode> connections) {

    Endpoints {
        services = Map.copyOf(services);
        databases = Map.copyOf(databases);
        connections = Map.copyOf(connections);
    }

    static Endpoints of(JsonNode stack) {
        Map<String, String> databases = new LinkedHashMap<>();
        stack.path("postgres")
                .path("databases")
                .properties()
                .forEach(entry -> databases.put(entry.getKey(), entry.getValue().asText()));
        Map<String, String> services = new LinkedHashMap<>();
        stack.path("services")
                .properties()
                .forEach(entry -> services.put(
                        entry.getKey(), entry.getValue().path("url").asText()));
        Map<String, JsonNode> connections = new LinkedHashMap<>();
        stack.path("connections")
                .forEach(connection -> connections.put(connection.path("id").asText(), connection));
        return new Endpoints(
                stack.path("sandbox").path("url").asText(),
                stack.path("kafka").path("bootstrapServers").asText(),
                services,
                stack.path("apiKeys").path("admin").asText(),
                databases,
                connections);
    }

    @Override
    public String toString() {
        return "Endpoints[" + sandbox + ", " + kafka + "]";
    }

    /** A value of the connection's entry in {@code stack.json}: {@code apiBase}, {@code account}, … */
    String of(String tenant, String provider, String key) {
        JsonNode connection = connections.get(tenant + "-" + provider);
        if (connection == null) {
            throw new IllegalArgumentException(tenant + " has no connection to " + provider);
        }
        return connection.path(key).asText();
    }

    /** The newest secret the provider signs this tenant's webhooks with. */
    String signingSecret(String tenant, String provider) {
        JsonNode connection = connections.get(tenant + "-" + provider);
        return connection == null
                ? ""
                : connection.path("signingSecrets").path(0).asText();
    }
}
