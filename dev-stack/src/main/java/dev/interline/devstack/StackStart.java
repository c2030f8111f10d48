package dev.interline.devstack;

import dev.interline.infrastructure.InfrastructureFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One start of the whole stack: what the services stand on side by side, then the services side by side. The first
 * failure ends the start.
 */
final class StackStart {
    private final DataDirectory directory;
    private final Ports ports;
    private final StackLauncher launcher;
    private final Progress progress;
    private final BiFunction<Ports, Secrets, List<DemoConnection>> accounts;
    private final Map<String, StackProcess> started = new LinkedHashMap<>();

    StackStart(
            DataDirectory directory,
            Ports ports,
            StackLauncher launcher,
            Progress progress,
            BiFunction<Ports, Secrets, List<DemoConnection>> accounts) {
        this.directory = directory;
        this.ports = ports;
        this.launcher = launcher;
        this.progress = progress;
        this.accounts = accounts;
    }

    /**
     * A stack in which everything is ready.
     *
     * @param processes by name
     * @param connections what the sandbox and the connectors agree on
     */
    record Ready(Map<String, StackProcess> processes, List<DemoConnection> connections) {
        Ready {
            processes = Map.copyOf(processes);
            connections = List.copyOf(connections);
        }
    }

    /**
     * @throws DevStackFailure naming the process that failed
     * @throws InfrastructureFailure if PostgreSQL or Kafka cannot run here
     */
    Ready run() {
        Secrets secrets = Secrets.keptIn(directory.secrets());
        List<DemoConnection> connections = accounts.apply(ports, secrets);
        writeConfiguration(secrets, connections);
        // Everything below asks for secrets that exist by now, so the threads only read them.
        sideBySide(Map.of(
                Ports.POSTGRES, () -> launcher.postgres(secrets),
                Ports.KAFKA, launcher::kafka,
                Ports.SANDBOX, launcher::sandbox));
        Map<String, Callable<StackProcess>> services = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            services.put(service.label(), () -> launcher.service(service));
        }
        sideBySide(services);
        new StackFile(ports, secrets, connections, started).writeTo(directory);
        return new Ready(started, connections);
    }

    private void writeConfiguration(Secrets secrets, List<DemoConnection> connections) {
        secrets.databasePassword("postgres");
        for (Service service : Service.values()) {
            new ServiceConfiguration(service, ports, secrets, connections).writeTo(directory.config());
        }
        new SandboxConfiguration(ports, directory.data().resolve(Ports.SANDBOX), connections)
                .writeTo(directory.config());
        secrets.save();
    }

    private void sideBySide(Map<String, Callable<StackProcess>> starts) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            CompletionService<StackProcess> completion = new ExecutorCompletionService<>(threads);
            starts.forEach((name, start) -> {
                progress.starts(name);
                completion.submit(start);
            });
            for (int remaining = starts.size(); remaining > 0; remaining--) {
                StackProcess process = completion.take().get();
                started.put(process.name(), process);
                progress.isReady(process.name());
            }
            started.values().stream()
                    .filter(process -> !process.handle().isAlive())
                    .findFirst()
                    .ifPresent(dead -> {
                        throw dead.died();
                    });
        } catch (ExecutionException e) {
            throw asUnchecked(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackFailure("The start was broken off.", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static RuntimeException asUnchecked(@Nullable Throwable cause) {
        return cause instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("a start failed in an unexpected way", cause);
    }
}
