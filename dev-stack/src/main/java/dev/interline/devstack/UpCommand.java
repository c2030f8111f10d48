package dev.interline.devstack;

import dev.interline.devstack.demo.Demo;
import dev.interline.devstack.demo.DemoAccounts;
import dev.interline.infrastructure.InfrastructureFailure;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Starts the whole stack, shows it at work, and stays with it. */
@Command(
        name = "up",
        description = "Start PostgreSQL, Kafka, the sandbox and all services, and show them at work.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is well", "1:the stack could not run", "3:the stack is up, but its demo failed"})
final class UpCommand implements Callable<Integer> {
    static final int DEMO_FAILED = 3;
    private static final String SHOWN_TENANT = "acme";

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private Interline interline;

    @Option(names = "--fresh", description = "Throw the data and secrets of earlier runs away.")
    private boolean fresh = false;

    @Option(names = "--detach", description = "Return when all is ready; ./interline down ends it.")
    private boolean detach = false;

    @Option(names = "--no-demo", description = "Only start, show nothing.")
    private boolean noDemo = false;

    @Option(names = "--port-offset", paramLabel = "N", description = "Add N to every port.")
    private int portOffset = 0;

    @Option(
            names = "--port",
            paramLabel = "NAME=PORT",
            description = "Choose a single port: postgres, kafka, kafka-controller, sandbox, the name of a service,"
                    + " or that name with -management.")
    private Map<String, Integer> chosenPorts = new LinkedHashMap<>();

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws InterruptedException {
        Ports ports = Ports.of(portOffset, chosenPorts);
        DataDirectory directory = interline.directory();
        try (RunLock lock = RunLock.take(directory)) {
            if (!fresh && repaired(directory)) {
                return ExitCode.OK;
            }
            lock.requireNothingRuns();
            directory.create();
            Preflight.ofThisMachine(directory).check(ports, Interline.projectRoot());
            if (fresh) {
                directory.wipe();
                directory.create();
            }
            return start(directory, ports);
        }
    }

    /** Whether a detached stack ran with processes missing, which run again now. */
    private boolean repaired(DataDirectory directory) {
        List<String> missing = StackRepair.of(directory)
                .map(StackRepair::missing)
                .filter(names ->
                        !names.isEmpty() && names.size() < StackRepair.names().size())
                .orElse(List.of());
        for (String name : missing) {
            out.println(name + " does not run any more, starting it again.");
            StackRepair.of(directory).orElseThrow().restart(name);
            out.println(name + " is ready.");
        }
        return !missing.isEmpty();
    }

    private int start(DataDirectory directory, Ports ports) throws InterruptedException {
        new ProcessRegistry(directory.run()).register(StackShutdown.LAUNCHER, ProcessHandle.current());
        var ending = new Ending(directory, out);
        try {
            out.println("Starting Interline in " + directory.root());
            StackStart.Ready stack = startAll(directory, ports);
            int result = noDemo ? ExitCode.OK : demonstrate(stack, ports);
            new WhereToLook(directory, ports, out).print(detach);
            if (detach) {
                stack.processes().values().forEach(process -> process.release().run());
                ending.cancel();
                return result;
            }
            throw stay(stack);
        } catch (DevStackFailure | InfrastructureFailure failure) {
            ending.waitIfBegun();
            System.err.println(failure.getMessage());
            return ExitCode.SOFTWARE;
        } finally {
            ending.run();
        }
    }

    private StackStart.Ready startAll(DataDirectory directory, Ports ports) {
        try (var progress = new Progress(out, Interline.onTerminal())) {
            var launcher = new StackLauncher(Interline.projectRoot(), directory, ports);
            return new StackStart(directory, ports, launcher, progress, DemoConnection::all).run();
        }
    }

    private boolean isShown(StackStart.Ready stack, Ports ports) throws InterruptedException {
        Map<String, DemoConnection> acme = stack.connections().stream()
                .filter(connection -> connection.tenant().equals(SHOWN_TENANT))
                .collect(Collectors.toMap(DemoConnection::provider, connection -> connection));
        var accounts = new DemoAccounts(
                SHOWN_TENANT,
                ports.url(Ports.SANDBOX),
                access(acme, "stripe"),
                access(acme, "hubspot"),
                access(acme, "zendesk"),
                "interline@" + SHOWN_TENANT + ".example");
        return new Demo(accounts, out).run();
    }

    private static DemoAccounts.Access access(Map<String, DemoConnection> connections, String provider) {
        DemoConnection connection = Objects.requireNonNull(connections.get(provider), provider);
        return new DemoAccounts.Access(connection.account(), connection.apiBase(), connection.apiToken());
    }

    private int demonstrate(StackStart.Ready stack, Ports ports) throws InterruptedException {
        return isShown(stack, ports) ? ExitCode.OK : DEMO_FAILED;
    }

    /** Until Ctrl-C, {@code ./interline down}, or the end of a process that should not end. */
    private static DevStackFailure stay(StackStart.Ready stack) {
        CompletableFuture<?>[] ends = stack.processes().values().stream()
                .map(process -> process.handle().onExit())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.anyOf(ends).join();
        return stack.processes().values().stream()
                .filter(process -> !process.handle().isAlive())
                .findFirst()
                .map(StackProcess::died)
                .orElseGet(() -> new DevStackFailure("A process ended unexpectedly. See ./interline status."));
    }
}
