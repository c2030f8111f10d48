package dev.interline.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts single processes of a stack that runs: one that was killed, or one that should begin anew. Everything else
 * stays as it is, and {@code stack.json} tells the new pids.
 */
final class StackRepair {
    private final DataDirectory directory;
    private final ProcessRegistry registry;
    private final JsonNode stack;

    private StackRepair(DataDirectory directory, JsonNode stack) {
        this.directory = directory;
        this.registry = new ProcessRegistry(directory.run());
        this.stack = stack;
    }

    /** The detached stack in that directory; empty if none was brought up, or if its {@code up} still watches over it. */
    static Optional<StackRepair> of(DataDirectory directory) {
        boolean watched = new ProcessRegistry(directory.run())
                .find(StackShutdown.LAUNCHER)
                .flatMap(ProcessRegistry.Entry::alive)
                .isPresent();
        return watched
                ? Optional.empty()
                : Json.read(directory.stackJson())
                        .filter(stack -> stack.has("ports"))
                        .map(stack -> new StackRepair(directory, stack));
    }

    /** The names of the processes that should run and do not, in the order in which they must be started. */
    List<String> missing() {
        return names().stream()
                .filter(name -> registry.find(name)
                        .flatMap(ProcessRegistry.Entry::alive)
                        .isEmpty())
                .toList();
    }

    /** Everything that belongs to a stack, what others need first. */
    static List<String> names() {
        List<String> names = new ArrayList<>(List.of(Ports.POSTGRES, Ports.KAFKA, Ports.SANDBOX));
        for (Service service : Service.values()) {
            names.add(service.label());
        }
        return names;
    }

    /**
     * Ends the process, if it runs, and starts it again from its configuration; returns when it is ready.
     *
     * @throws DevStackFailure if it does not get ready; it is ended then, the others stay
     */
    void restart(String name) {
        registry.find(name).flatMap(ProcessRegistry.Entry::alive).ifPresent(ProcessHandle::destroy);
        registry.find(name).ifPresent(entry -> {
            if (!StackShutdown.goneWithin(entry, Duration.ofSeconds(30))) {
                entry.alive().ifPresent(ProcessHandle::destroyForcibly);
                StackShutdown.goneWithin(entry, Duration.ofSeconds(10));
            }
        });
        Ports ports = ports();
        Secrets secrets = Secrets.keptIn(directory.secrets());
        StackLauncher launcher = new StackLauncher(Interline.projectRoot(), directory, ports);
        StackProcess process =
                switch (name) {
                    case Ports.POSTGRES -> launcher.postgres(secrets);
                    case Ports.KAFKA -> launcher.kafka();
                    case Ports.SANDBOX -> launcher.sandbox();
                    default -> launcher.service(Service.named(name));
                };
        process.release().run();
        write(ports, secrets);
    }

    private void write(Ports ports, Secrets secrets) {
        Map<String, StackProcess> processes = new LinkedHashMap<>();
        for (String name : names()) {
            registry.find(name)
                    .flatMap(ProcessRegistry.Entry::alive)
                    .ifPresent(handle ->
                            processes.put(name, new StackProcess(name, handle, directory.log(name), () -> {})));
        }
        new StackFile(ports, secrets, DemoConnection.all(ports, secrets), processes).writeTo(directory);
    }

    private Ports ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        stack.path("ports")
                .properties()
                .forEach(entry -> ports.put(entry.getKey(), entry.getValue().asInt()));
        return new Ports(ports);
    }
}
