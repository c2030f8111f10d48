package dev.interline.devstack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration file of one service: what differs from one machine to another, and every secret it needs. */
final class ServiceConfiguration {
    private final Service service;
    private final Ports ports;
    private final Secrets secrets;
    private final List<DemoConnection> connections;

    ServiceConfiguration(Service service, Ports ports, Secrets secrets, List<DemoConnection> connections) {
        this.service = service;
        this.ports = ports;
        this.secrets = secrets;
        this.connections = List.copyOf(connections);
    }

    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("interline.environment", "sandbox");
        properties.put("interline.instance", service.label() + "-1");
        properties.put("quarkus.http.host", "127.0.0.1");
        properties.put("quarkus.http.port", Integer.toString(ports.http(service)));
        properties.put("quarkus.management.host", "127.0.0.1");
        properties.put("quarkus.management.port", Integer.toString(ports.management(service)));
        properties.put(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://127.0.0.1:" + ports.of(Ports.POSTGRES) + "/" + service.database());
        properties.put("quarkus.datasource.username", service.database());
        properties.put("quarkus.datasource.password", secrets.databasePassword(service.database()));
        properties.put("kafka.bootstrap.servers", "127.0.0.1:" + ports.of(Ports.KAFKA));
        properties.put("interline.credentials.primary-key", "stack");
        properties.put("interline.credentials.keys.stack", secrets.credentialKey(service.database()));
        properties.put("interline.personal-data.keys", secrets.credentialKey("personal-data"));
        putApiKeys(properties);
        putAppKey(properties);
        connections.stream()
                .filter(connection -> service.provider().equals(Optional.of(connection.provider())))
                .forEach(connection -> properties.putAll(connection.properties()));
        return properties;
    }

    /** The sandbox opens an app's webhook settings to the token of any portal that has it. */
    private void putAppKey(Map<String, String> properties) {
        connections.stream()
                .filter(connection -> service.provider().equals(Optional.of(connection.provider())))
                .filter(connection -> connection.extras().containsKey("app"))
                .findFirst()
                .ifPresent(connection -> properties.put("interline.subscriptions.app-key", connection.apiToken()));
    }

    /** A service knows a key only by its hash. */
    private void putApiKeys(Map<String, String> properties) {
        for (String scope : List.of("admin", "force")) {
            properties.put("interline.api-keys." + scope + ".sha256", Secrets.sha256(secrets.apiKey(scope)));
            properties.put("interline.api-keys." + scope + ".scopes", scope);
        }
        for (String tenant : DemoConnection.tenantsOf(connections)) {
            String prefix = "interline.api-keys." + tenant + ".";
            properties.put(prefix + "sha256", Secrets.sha256(secrets.apiKey(tenant)));
            properties.put(prefix + "tenant", tenant);
            properties.put(prefix + "scopes", "read");
        }
    }

    Path writeTo(Path folder) {
        Path file = folder.resolve(service.label() + ".properties");
        PrivateFile.write(
                file,
                properties().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\"))
                        .collect(Collectors.joining("\n", "", "\n")));
        return file;
    }
}
