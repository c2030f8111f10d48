package dev.interline.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackFileTest {
    private final DataDirectory directory;

    StackFileTest(@TempDir Path folder) {
        directory = DataDirectory.at(folder);
    }

    @Test
    void hasTheFormThatToolsRelyOn() throws Exception {
        // Given
        Ports ports = Ports.of(0, Map.of());
        Secrets secrets = Secrets.keptIn(directory.secrets());
        List<DemoConnection> connections = DemoConnection.all(ports, secrets);

        // When
        new StackFile(ports, secrets, connections, everyProcessIsThisOne()).writeTo(directory);

        // Then
        JsonNode stack = Json.MAPPER.readTree(directory.stackJson().toFile());
        long pid = ProcessHandle.current().pid();
        assertThat(stack.at("/services/billing-connector/url").asText()).isEqualTo("http://127.0.0.1:18081");
        assertThat(stack.at("/services/billing-connector/pid").asLong()).isEqualTo(pid);
        assertThat(stack.path("services")).hasSize(4);
        assertThat(stack.at("/sandbox/url").asText()).isEqualTo("http://127.0.0.1:18090");
        assertThat(stack.at("/sandbox/pid").asLong()).isEqualTo(pid);
        assertThat(stack.at("/kafka/bootstrapServers").asText()).isEqualTo("127.0.0.1:19092");
        assertThat(stack.at("/kafka/pid").asLong()).isEqualTo(pid);
        assertThat(stack.at("/postgres/pid").asLong()).isEqualTo(pid);
        assertThat(stack.at("/postgres/databases/billing-connector").asText())
                .isEqualTo("jdbc:postgresql://127.0.0.1:15432/billing?user=billing&password="
                        + secrets.databasePassword("billing"));
        assertThat(stack.at("/apiKeys").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("admin", "force", "acme", "globex");
        assertThat(stack.path("connections")).hasSize(6);
        JsonNode stripe = stack.at("/connections/0");
        assertThat(stripe.path("id").asText()).isEqualTo("acme-stripe");
        assertThat(stripe.path("tenant").asText()).isEqualTo("acme");
        assertThat(stripe.path("provider").asText()).isEqualTo("stripe");
        assertThat(stripe.path("account").asText()).isEqualTo("acct_1Acme");
        assertThat(stripe.path("webhookUrl").asText()).isEqualTo("http://127.0.0.1:18081/webhooks/acme-stripe");
        assertThat(stripe.path("signingSecrets").path(0).asText()).startsWith("whsec_");
        assertThat(stripe.path("apiBase").asText()).isEqualTo("http://127.0.0.1:18090/stripe");
        assertThat(stripe.path("apiToken").asText()).startsWith("sk_test_");
    }

    @Test
    void isHiddenFromOthersBecauseItHoldsEverySecret() throws Exception {
        // Given
        Ports ports = Ports.of(0, Map.of());
        Secrets secrets = Secrets.keptIn(directory.secrets());

        // When
        new StackFile(ports, secrets, DemoConnection.all(ports, secrets), everyProcessIsThisOne()).writeTo(directory);

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.stackJson())))
                .isEqualTo("rw-------");
    }

    private Map<String, StackProcess> everyProcessIsThisOne() {
        Map<String, StackProcess> processes = new HashMap<>();
        Ports.of(0, Map.of())
                .byName()
                .keySet()
                .forEach(name -> processes.put(
                        name, new StackProcess(name, ProcessHandle.current(), directory.log(name), () -> {})));
        return processes;
    }
}
