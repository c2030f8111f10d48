package dev.interline.devstack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration file of the sandbox: the accounts it plays and where it sends their webhooks. */
final class SandboxConfiguration {
    private static final String STRIPE_VERSION = "2026-07-29.dahlia";

    private final Ports ports;
    private final Path dataDirectory;
    private final List<DemoConnection> connections;

    SandboxConfiguration(Ports ports, Path dataDirectory, List<DemoConnection> connections) {
        this.ports = ports;
        this.dataDirectory = dataDirectory;
        this.connections = List.copyOf(connections);
    }

    Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("host", "127.0.0.1");
        content.put("port", ports.of(Ports.SANDBOX));
        content.put("dataDirectory", dataDirectory.toString());
        content.put(
                "accounts",
                connections.stream().map(SandboxConfiguration::account).toList());
        return content;
    }

    private static Map<String, Object> account(DemoConnection connection) {
        Map<String, Object> webhook = new LinkedHashMap<>();
        webhook.put("url", connection.webhookUrl());
        webhook.put("secret", connection.signingSecrets().getFirst());
        switch (connection.provider()) {
            case "stripe" -> webhook.put("apiVersion", STRIPE_VERSION);
            case "hubspot" -> webhook.put("appId", Integer.valueOf(DemoConnection.HUBSPOT_APP));
            default -> {}
        }
        webhook.put("events", List.of("*"));
        return Map.of(
                "provider", connection.provider(),
                "account", connection.account(),
                "apiTokens", List.of(connection.apiToken()),
                "webhooks", List.of(webhook));
    }

    Path writeTo(Path folder) {
        Path file = folder.resolve("sandbox.json");
        PrivateFile.write(file, Json.pretty(content()));
        return file;
    }
}
