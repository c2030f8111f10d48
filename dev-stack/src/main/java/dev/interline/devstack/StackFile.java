package dev.interline.devstack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code stack.json} says about a stack that is ready: the contract for every tool that talks to it. */
final class StackFile {
    private final Ports ports;
    private final Secrets secrets;
    private final List<DemoConnection> connections;
    private final Map<String, StackProcess> processes;

    StackFile(Ports ports, Secrets secrets, List<DemoConnection> connections, Map<String, StackProcess> processes) {
        this.ports = ports;
        this.secrets = secrets;
        this.connections = List.copyOf(connections);
        this.processes = Map.copyOf(processes);
    }

    Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("services", services());
        content.put("sandbox", Map.of("url", ports.url(Ports.SANDBOX), "pid", pid(Ports.SANDBOX)));
        content.put("kafka", Map.of("bootstrapServers", "127.0.0.1:" + ports.of(Ports.KAFKA), "pid", pid(Ports.KAFKA)));
        content.put("postgres", Map.of("pid", pid(Ports.POSTGRES), "databases", databases()));
        content.put(
                "connections",
                connections.stream().map(DemoConnection::forStackFile).toList());
        content.put("apiKeys", apiKeys());
        content.put("ports", ports.byName());
        return content;
    }

    private Map<String, Object> services() {
        Map<String, Object> services = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("url", ports.url(service.label()));
            entry.put("pid", pid(service.label()));
            entry.put("managementUrl", ports.url(service.managementPortName()));
            StackProcess process = processes.get(service.label());
            if (process != null) {
                entry.put("log", process.log().toString());
            }
            services.put(service.label(), entry);
        }
        return services;
    }

    private Map<String, String> databases() {
        Map<String, String> databases = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            databases.put(
                    service.label(),
                    "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
                            .formatted(
                                    ports.of(Ports.POSTGRES),
                                    service.database(),
                                    service.database(),
                                    secrets.databasePassword(service.database())));
        }
        return databases;
    }

    private Map<String, String> apiKeys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("admin", secrets.apiKey("admin"));
        keys.put("force", secrets.apiKey("force"));
        DemoConnection.tenantsOf(connections).forEach(tenant -> keys.put(tenant, secrets.apiKey(tenant)));
        return keys;
    }

    /** 0 for a process that does not run at the moment. */
    private long pid(String name) {
        StackProcess process = processes.get(name);
        return process == null ? 0 : process.pid();
    }

    void writeTo(DataDirectory directory) {
        PrivateFile.write(directory.stackJson(), Json.pretty(content()));
    }
}
