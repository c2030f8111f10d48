package dev.interline.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationFilesTest {
    private final Path folder;
    private final Ports ports = Ports.of(0, Map.of());

    ConfigurationFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void givesAConnectorItsOwnConnectionsOnly() throws Exception {
        // Given
        Secrets secrets = Secrets.keptIn(folder.resolve("secrets.json"));

        // When
        Properties properties = written(Service.CRM_CONNECTOR, secrets);

        // Then
        assertThat(properties)
                .containsEntry("interline.environment", "sandbox")
                .containsEntry("quarkus.http.host", "127.0.0.1")
                .containsEntry("quarkus.http.port", "18082")
                .containsEntry("quarkus.management.port", "18182")
                .containsEntry("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:15432/crm")
                .containsEntry("kafka.bootstrap.servers", "127.0.0.1:19092")
                .containsEntry("interline.connections.acme-hubspot.account", "62515001")
                .containsEntry("interline.connections.acme-hubspot.app", "4711")
                .containsEntry(
                        "interline.connections.globex-hubspot.webhook-url",
                        "http://127.0.0.1:18082/webhooks/globex-hubspot");
        assertThat(properties.stringPropertyNames())
                .noneMatch(name -> name.contains("stripe") || name.contains("zendesk"));
    }

    @Test
    void signsBothPortalsOfOneAppWithOneSecret() throws Exception {
        // Given
        Secrets secrets = Secrets.keptIn(folder.resolve("secrets.json"));

        // When
        Properties properties = written(Service.CRM_CONNECTOR, secrets);

        // Then
        assertThat(properties.getProperty("interline.connections.acme-hubspot.signing-secrets"))
                .isNotBlank()
                .isEqualTo(properties.getProperty("interline.connections.globex-hubspot.signing-secrets"));
        assertThat(properties.getProperty("interline.connections.acme-hubspot.api-token"))
                .isNotEqualTo(properties.getProperty("interline.connections.globex-hubspot.api-token"));
    }

    @Test
    void tellsAServiceTheHashOfAnApiKeyAndNotTheKey() throws Exception {
        // Given
        Secrets secrets = Secrets.keptIn(folder.resolve("secrets.json"));

        // When
        Properties properties = written(Service.ROUTING_CORE, secrets);

        // Then
        assertThat(properties.getProperty("interline.api-keys.acme.sha256"))
                .isEqualTo(Secrets.sha256(secrets.apiKey("acme")))
                .matches("[0-9a-f]{64}");
        assertThat(properties.getProperty("interline.api-keys.acme.tenant")).isEqualTo("acme");
        assertThat(properties.values()).doesNotContain(secrets.apiKey("acme"));
    }

    @Test
    void hidesEveryFileWithSecretsFromOthers() throws Exception {
        // Given
        Secrets secrets = Secrets.keptIn(folder.resolve("secrets.json"));
        List<DemoConnection> connections = DemoConnection.all(ports, secrets);

        // When
        Path service = new ServiceConfiguration(Service.BILLING_CONNECTOR, ports, secrets, connections).writeTo(folder);
        Path sandbox = new SandboxConfiguration(ports, folder.resolve("data"), connections).writeTo(folder);
        secrets.save();

        // Then
        for (Path file : List.of(service, sandbox, folder.resolve("secrets.json"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void keepsSecretsForLaterStarts() {
        // Given
        Secrets first = Secrets.keptIn(folder.resolve("secrets.json"));
        String password = first.databasePassword("billing");
        first.save();

        // When
        Secrets second = Secrets.keptIn(folder.resolve("secrets.json"));

        // Then
        assertThat(second.databasePassword("billing")).isEqualTo(password);
        assertThat(second.databasePassword("crm")).isNotEqualTo(password);
        assertThat(second.toString()).doesNotContain(password);
    }

    @Test
    void givesTheSandboxTheTokensAndSecretsTheConnectorsHave() throws Exception {
        // Given
        Secrets secrets = Secrets.keptIn(folder.resolve("secrets.json"));
        List<DemoConnection> connections = DemoConnection.all(ports, secrets);

        // When
        Path file = new SandboxConfiguration(ports, folder.resolve("data"), connections).writeTo(folder);

        // Then
        JsonNode accounts = Json.MAPPER.readTree(file.toFile()).path("accounts");
        assertThat(accounts).hasSize(connections.size());
        for (int i = 0; i < connections.size(); i++) {
            DemoConnection connection = connections.get(i);
            JsonNode webhook = accounts.path(i).path("webhooks").path(0);
            assertThat(accounts.path(i).path("account").asText()).isEqualTo(connection.account());
            assertThat(accounts.path(i).path("apiTokens").path(0).asText()).isEqualTo(connection.apiToken());
            assertThat(webhook.path("url").asText()).isEqualTo(connection.webhookUrl());
            assertThat(webhook.path("secret").asText())
                    .isEqualTo(connection.signingSecrets().getFirst());
        }
    }

    private Properties written(Service service, Secrets secrets) throws Exception {
        Path file =
                new ServiceConfiguration(service, ports, secrets, DemoConnection.all(ports, secrets)).writeTo(folder);
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
