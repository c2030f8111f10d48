package dev.interline.devstack;

import dev.interline.infrastructure.ChildCommand;
import dev.interline.infrastructure.ChildProcess;
import dev.interline.infrastructure.KafkaSettings;
import dev.interline.infrastructure.Lifetime;
import dev.interline.infrastructure.LocalKafka;
import dev.interline.infrastructure.LocalPostgres;
import dev.interline.infrastructure.PostgresSettings;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts single processes of the stack from the configuration files, and waits until each is ready. They end with this
 * JVM, however it goes, until they are released.
 */
final class StackLauncher {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /**
     * The quick compiler only, and room for the classes from the start instead of three collections on the way: a service
     * starts with two thirds of the CPU. What runs for long wants both compilers; the benchmarks say so, and in production
     * nobody says otherwise.
     */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:MetaspaceSize=128m");

    private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);

    private final Path projectRoot;
    private final DataDirectory directory;
    private final Ports ports;
    private final ProcessRegistry registry;
    private final List<String> serviceOptions;
    private final HttpClient http = HttpClient.newHttpClient();

    StackLauncher(Path projectRoot, DataDirectory directory, Ports ports) {
        this(projectRoot, directory, ports, List.of());
    }

    /** @param serviceOptions Java options of every service */
    StackLauncher(Path projectRoot, DataDirectory directory, Ports ports, List<String> serviceOptions) {
        this.serviceOptions = List.copyOf(serviceOptions);
        this.projectRoot = projectRoot;
        this.directory = directory;
        this.ports = ports;
        this.registry = new ProcessRegistry(directory.run());
    }

    /** Starts PostgreSQL and creates a database for every service. */
    StackProcess postgres(Secrets secrets) {
        directory.beginLog(Ports.POSTGRES);
        LocalPostgres server = LocalPostgres.start(new PostgresSettings(
                directory.data().resolve(Ports.POSTGRES),
                directory.log(Ports.POSTGRES),
                ports.of(Ports.POSTGRES),
                secrets.databasePassword("postgres"),
                Lifetime.WITH_PARENT,
                PATIENCE));
        StackProcess process = registered(Ports.POSTGRES, server.pid(), server::release);
        for (Service service : Service.values()) {
            server.createDatabase(service.database(), service.database(), secrets.databasePassword(service.database()));
        }
        return process;
    }

    /** Starts the broker and creates the topics. */
    StackProcess kafka() {
        directory.beginLog(Ports.KAFKA);
        LocalKafka broker = LocalKafka.start(new KafkaSettings(
                directory.data().resolve(Ports.KAFKA),
                directory.log(Ports.KAFKA),
                ports.of(Ports.KAFKA),
                ports.of(Ports.KAFKA_CONTROLLER),
                Lifetime.WITH_PARENT,
                PATIENCE));
        StackProcess process = registered(Ports.KAFKA, broker.pid(), broker::release);
        broker.createTopics(Topics.ALL, Topics.PARTITIONS);
        return process;
    }

    private StackProcess registered(String name, long pid, Runnable release) {
        ProcessHandle handle =
                ProcessHandle.of(pid).orElseThrow(() -> new DevStackFailure(name + " ended right after its start."));
        registry.register(name, handle);
        return new StackProcess(name, handle, directory.log(name), release);
    }

    /** Starts the sandbox from its configuration file. */
    StackProcess sandbox() {
        StackProcess process = start(
                Ports.SANDBOX,
                List.of(
                        java(),
                        // Its accounts' records are all in memory; with little room beside them it stands still to
                        // collect.
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        Artifacts.below(projectRoot).sandboxClassPath(),
                        "dev.interline.sandbox.SandboxMain",
                        "--config",
                        directory.config().resolve("sandbox.json").toString()));
        awaitReady(process, ports.url(Ports.SANDBOX) + "/_sandbox/health");
        return process;
    }

    /** Starts a service from its configuration file. */
    StackProcess service(Service service) {
        StackProcess process = begin(service, service.label(), List.of());
        awaitReady(process, readyUrl(ports, service));
        return process;
    }

    /**
     * Begins to start a service from the configuration file of that name.
     *
     * @param name what this process of the service is called
     * @param options further options of its Java
     */
    StackProcess begin(Service service, String name, List<String> options) {
        Path configuration = directory.config().resolve(name + ".properties");
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dquarkus.config.locations=" + configuration.toUri()));
        command.addAll(QUICK_START);
        command.addAll(serviceOptions);
        command.addAll(options);
        command.addAll(List.of("-jar", service.jarBelow(projectRoot).toString()));
        return start(name, command);
    }

    static String readyUrl(Ports ports, Service service) {
        return ports.url(service.managementPortName()) + "/observe/health/ready";
    }

    private StackProcess start(String name, List<String> command) {
        directory.beginLog(name);
        ChildProcess child = ChildProcess.start(
                new ChildCommand(name, command, Map.of(), directory.log(name), Lifetime.WITH_PARENT));
        registry.register(name, child.handle());
        return new StackProcess(name, child.handle(), child.log(), child::release);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** @throws DevStackFailure if it ends, or is not ready in time */
    void awaitReady(StackProcess process, String url) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Health health = new Health(false, "was never asked");
        while (System.nanoTime() < deadline) {
            if (ended(process, PROBE_INTERVAL)) {
                throw process.died();
            }
            health = Health.ask(http, url);
            if (health.ready()) {
                return;
            }
        }
        throw process.failure("is not ready after " + PATIENCE.toSeconds() + " s; it " + health.reason());
    }

    private static boolean ended(StackProcess process, Duration patience) {
        try {
            process.handle().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException e) {
            throw new DevStackFailure(process.name() + " could not be watched: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackFailure("The start of " + process.name() + " was broken off.", e);
        }
    }
}
