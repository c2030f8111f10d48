package dev.interline.devstack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every port of the stack by its name.
 *
 * @param byName in the order in which they are shown
 */
record Ports(Map<String, Integer> byName) {
    static final String POSTGRES = "postgres";
    static final String KAFKA = "kafka";
    static final String KAFKA_CONTROLLER = "kafka-controller";
    static final String SANDBOX = "sandbox";
    private static final int HIGHEST = 65_535;

    Ports {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /**
     * The usual ports, all moved by the offset, then single ones replaced.
     *
     * @param offset added to every usual port
     * @param chosen port by name
     */
    static Ports of(int offset, Map<String, Integer> chosen) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put(POSTGRES, 15_432 + offset);
        ports.put(KAFKA, 19_092 + offset);
        ports.put(KAFKA_CONTROLLER, 19_093 + offset);
        ports.put(SANDBOX, 18_090 + offset);
        for (Service service : Service.values()) {
            ports.put(service.label(), service.defaultPort() + offset);
            ports.put(service.managementPortName(), service.defaultManagementPort() + offset);
        }
        chosen.forEach((name, port) -> {
            if (ports.replace(name, port) == null) {
                throw new DevStackFailure("There is no port named '" + name + "'. The names are: "
                        + String.join(", ", ports.keySet()) + ".");
            }
        });
        ports.forEach(Ports::requireInRange);
        requireDifferent(ports);
        return new Ports(ports);
    }

    private static void requireInRange(String name, int port) {
        if (port < 1 || port > HIGHEST) {
            throw new DevStackFailure("Port " + port + " for " + name + " is not between 1 and " + HIGHEST
                    + ". Choose others with --port NAME=PORT or --port-offset N.");
        }
    }

    private static void requireDifferent(Map<String, Integer> ports) {
        Map<Integer, String> names = new LinkedHashMap<>();
        ports.forEach((name, port) -> {
            String other = names.putIfAbsent(port, name);
            if (other != null) {
                throw new DevStackFailure("Port " + port + " is given to both " + other + " and " + name
                        + ". Choose another with --port " + name + "=PORT.");
            }
        });
    }

    int of(String name) {
        Integer port = byName.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port named " + name);
        }
        return port;
    }

    int http(Service service) {
        return of(service.label());
    }

    int management(Service service) {
        return of(service.managementPortName());
    }

    String url(String name) {
        return "http://127.0.0.1:" + of(name);
    }
}
