package dev.interline.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.infrastructure.ChildProcess;
import dev.interline.infrastructure.InfrastructureFailure;
import dev.interline.infrastructure.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A stack of its own in a temporary folder, whose processes may be killed, frozen and doubled one by one. It ends with
 * this JVM. Every log of every process that ever ran in it is kept beside the present ones.
 */
public final class DisposableStack implements AutoCloseable {
    private static final int REPLICA_PORTS = 50;
    private static final int STARTS_OF_INFRASTRUCTURE = 10;
    private static final Duration GONE = Duration.ofSeconds(10);
    private static final Duration ANOTHER_TRY = Duration.ofMillis(500);

    private final DataDirectory directory;
    private final Ports ports;
    private final StackLauncher launcher;
    private final ProcessRegistry registry;
    private final PrintStream out;
    private final Thread ending = new Thread(this::end, "disposable-stack-ending");
    private final AtomicInteger earlierLogs = new AtomicInteger();
    private final Map<String, StackProcess> replicas = new ConcurrentHashMap<>();

    private DisposableStack(DataDirectory directory, Ports ports, List<String> options, PrintStream out) {
        this.directory = directory;
        this.ports = ports;
        this.launcher = new StackLauncher(Interline.projectRoot(), directory, ports, options);
        this.registry = new ProcessRegistry(directory.run());
        this.out = out;
    }

    /**
     * Starts everything; returns when all of it is ready.
     *
     * @param portOffset added to every usual port
     * @param tenants whose accounts the sandbox plays
     * @param options Java options of every service
     * @throws DevStackFailure if a process does not get ready
     */
    public static DisposableStack start(int portOffset, List<String> tenants, List<String> options, PrintStream out) {
        DataDirectory directory =
                DataDirectory.at(TemporaryFolder.create("interline-torture-").path());
        Ports ports = Ports.of(portOffset, Map.of());
        directory.create();
        Preflight.ofThisMachine(directory).check(ports, Interline.projectRoot());
        var stack = new DisposableStack(directory, ports, options, out);
        Runtime.getRuntime().addShutdownHook(stack.ending);
        try (var progress = new Progress(out, Interline.onTerminal())) {
            new StackStart(
                            directory,
                            ports,
                            stack.launcher,
                            progress,
                            (places, secrets) -> accounts(tenants, places, secrets))
                    .run();
            return stack;
        } catch (RuntimeException failed) {
            stack.close();
            throw failed;
        }
    }

    private static List<DemoConnection> accounts(List<String> tenants, Ports ports, Secrets secrets) {
        return DemoConnection.all(tenants, ports, secrets).stream()
                .map(DemoConnection::atTheSandboxsLimits)
                .toList();
    }

    /** The folder with its configuration, logs and data. */
    public Path folder() {
        return directory.root();
    }

    /** The names of the services. */
    public static List<String> services() {
        return Arrays.stream(Service.values()).map(Service::label).toList();
    }

    /** What {@code stack.json} says: addresses, connections, databases. */
    public JsonNode description() {
        return Json.read(directory.stackJson()).orElseThrow(() -> new DevStackFailure("The stack is not up."));
    }

    /** Every secret of this stack by its name: none of them may be in any log. */
    public Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        Json.read(directory.secrets())
                .orElseThrow(() -> new DevStackFailure("The stack has no secrets."))
                .properties()
                .forEach(entry -> secrets.put(entry.getKey(), entry.getValue().asText()));
        return secrets;
    }

    /** The logs of all processes that ever ran here, the present ones included. */
    public List<Path> logs() {
        try (Stream<Path> files = Files.list(directory.log("any").getParent())) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the logs cannot be listed", e);
        }
    }

    /** Whether the present process of that name runs. */
    public boolean isAlive(String name) {
        return registry.find(name).flatMap(ProcessRegistry.Entry::alive).isPresent();
    }

    /** The CPU time each living process and its children have used so far, by its name. */
    public Map<String, Duration> cpu() {
        Map<String, Duration> used = new LinkedHashMap<>();
        registry.entries().forEach(entry -> entry.alive()
                .ifPresent(handle -> used.put(
                        entry.name(),
                        Stream.concat(Stream.of(handle), handle.descendants())
                                .map(process ->
                                        process.info().totalCpuDuration().orElse(Duration.ZERO))
                                .reduce(Duration.ZERO, Duration::plus))));
        return used;
    }

    /** What the compilers of all living Java processes have used of that so far; nothing where there is no {@code /proc}. */
    public Duration compilerCpu() {
        return registry.entries().stream()
                .flatMap(entry -> entry.alive().stream())
                .map(handle -> CompilerThreads.cpu(handle.pid()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Ends the process with SIGKILL, as a crash or the kernel would; returns when it is gone. */
    public void kill(String name) {
        registry.find(name).ifPresent(entry -> {
            entry.alive().ifPresent(handle -> ChildProcess.send(handle.pid(), "KILL"));
            StackShutdown.goneWithin(entry, GONE);
        });
    }

    /** Sends the process another signal: {@code STOP}, {@code CONT}, {@code TERM}. */
    public void signal(String name, String signal) {
        registry.find(name)
                .flatMap(ProcessRegistry.Entry::alive)
                .ifPresent(handle -> ChildProcess.send(handle.pid(), signal));
    }

    /** Waits until the process has ended; whether it has. */
    public boolean awaitEnd(String name, Duration patience) {
        return registry.find(name)
                .map(entry -> StackShutdown.goneWithin(entry, patience))
                .orElse(true);
    }

    /** Begins to start a service that does not run, with further Java options; returns at once. */
    public void begin(String service, List<String> further) {
        keepLog(service);
        launcher.begin(Service.named(service), service, further);
    }

    /** Starts a service that does not run; returns when it is ready. */
    public void start(String service) {
        keepLog(service);
        launcher.awaitReady(
                launcher.begin(Service.named(service), service, List.of()),
                StackLauncher.readyUrl(ports, Service.named(service)));
    }

    /** Starts a second process of a service on the same database; returns its name when it is ready. */
    public String startReplica(String service) {
        Service replicated = Service.named(service);
        String name = service + "-2";
        int http = ports.http(replicated) + REPLICA_PORTS;
        int management = ports.management(replicated) + REPLICA_PORTS;
        keepLog(name);
        writeConfiguration(
                service,
                name,
                Map.of(
                        "interline.instance", name,
                        "quarkus.http.port", Integer.toString(http),
                        "quarkus.management.port", Integer.toString(management)));
        StackProcess process = launcher.begin(replicated, name, List.of());
        replicas.put(name, process);
        launcher.awaitReady(process, "http://127.0.0.1:" + management + "/observe/health/ready");
        return name;
    }

    /** The service's own file with other values of some keys. */
    private void writeConfiguration(String service, String name, Map<String, String> changes) {
        try {
            List<String> lines =
                    new ArrayList<>(Files.readAllLines(directory.config().resolve(service + ".properties")));
            lines.removeIf(line -> changes.containsKey(line.substring(0, Math.max(0, line.indexOf('=')))));
            changes.forEach((key, value) -> lines.add(key + "=" + value));
            PrivateFile.write(directory.config().resolve(name + ".properties"), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the configuration of " + name + " cannot be written", e);
        }
    }

    /** Starts PostgreSQL or Kafka again after it was killed. */
    public void startInfrastructure(String name) {
        for (int attempt = 1; ; attempt++) {
            try {
                keepLog(name);
                if (name.equals(Ports.POSTGRES)) {
                    launcher.postgres(Secrets.keptIn(directory.secrets()));
                } else {
                    launcher.kafka();
                }
                return;
            } catch (InfrastructureFailure notYet) {
                // What the killed one left behind goes a moment later: its children, its port.
                if (attempt == STARTS_OF_INFRASTRUCTURE) {
                    throw notYet;
                }
                LockSupport.parkNanos(ANOTHER_TRY.toNanos());
            }
        }
    }

    private void keepLog(String name) {
        Path log = directory.log(name);
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(name + "." + earlierLogs.incrementAndGet() + ".log"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(log + " cannot be moved aside", e);
        }
    }

    /** Ends every process; the folder stays. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException alreadyEnding) {
            // The hook does the same.
        }
    }

    private synchronized void end() {
        for (String name : new ArrayList<>(replicas.keySet())) {
            signal(name, "CONT");
        }
        services().forEach(service -> signal(service, "CONT"));
        new StackShutdown(directory, out).run();
    }

    /** Deletes the folder of a stack that was closed. */
    public static void forget(Path folder) {
        DataDirectory.deleteTree(folder);
    }
}
