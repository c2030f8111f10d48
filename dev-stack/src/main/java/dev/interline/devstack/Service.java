package dev.interline.devstack;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The services of Interline that run on Quarkus, in the order in which a table shows them. */
enum Service {
    ROUTING_CORE("routing-core", "routing", 18080, ""),
    BILLING_CONNECTOR("billing-connector", "billing", 18081, "stripe"),
    CRM_CONNECTOR("crm-connector", "crm", 18082, "hubspot"),
    SUPPORT_CONNECTOR("support-connector", "support", 18083, "zendesk");

    private static final int MANAGEMENT_ABOVE_HTTP = 100;

    private final String label;
    private final String database;
    private final int defaultPort;
    private final String provider;

    Service(String label, String database, int defaultPort, String provider) {
        this.label = label;
        this.database = database;
        this.defaultPort = defaultPort;
        this.provider = provider;
    }

    /** The name of its module, its process and its entry in {@code stack.json}. */
    String label() {
        return label;
    }

    /** Its database, and the role that owns it. */
    String database() {
        return database;
    }

    int defaultPort() {
        return defaultPort;
    }

    int defaultManagementPort() {
        return defaultPort + MANAGEMENT_ABOVE_HTTP;
    }

    String managementPortName() {
        return label + "-management";
    }

    /** The provider whose connections it serves; empty for a service that talks to none. */
    Optional<String> provider() {
        return provider.isEmpty() ? Optional.empty() : Optional.of(provider);
    }

    static Service forProvider(String provider) {
        return Arrays.stream(values())
                .filter(service -> service.provider.equals(provider))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no connector for " + provider));
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static Service named(String label) {
        return Arrays.stream(values())
                .filter(service -> service.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service named " + label));
    }

    Path jarBelow(Path projectRoot) {
        return projectRoot.resolve(label).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
