package dev.interline.devstack.torture;

import dev.interline.devstack.DisposableStack;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Puts the promise to the torture: nothing accepted is lost, nothing is done twice, nothing waits for ever. */
@Command(
        name = "torture",
        description = "Kill, freeze and fail everything below a load of webhooks, then count effects at the providers.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It starts a stack of its own in a temporary folder, which stays when the promise was broken.",
            "The seed repeats what is thrown and when; how the threads meet is chance."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the promise held", "1:it was broken, or the run could not be carried out"})
public final class TortureCommand implements Callable<Integer> {
    /** Retries and the passes of syncs come soon enough for the run; their usual waits are other tests' matter. */
    static final List<String> SERVICE_OPTIONS = List.of(
            "-Dinterline.dispatcher.retry-cap=10s", "-Dinterline.sync.enabled=true", "-Dinterline.sync.every=10s");

    @Option(names = "--full", description = "20,000 webhooks, 500 companies, each fail point twice at every service.")
    private boolean full = false;

    @Option(names = "--seed", paramLabel = "N", description = "Repeat what a run with this seed has thrown.")
    private @Nullable Long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result there as JSON, too.")
    private @Nullable Path json;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "6000",
            description = "Add N to every usual port (default: ${DEFAULT-VALUE}).")
    private int portOffset;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        Long chosen = seed;
        long given = chosen == null ? ThreadLocalRandom.current().nextLong(1_000_000_000L) : chosen;
        TorturePlan plan = full ? TorturePlan.full(given) : TorturePlan.usual(given);
        out.printf(
                "Torture with %d webhooks of %d companies, seed %d%n", plan.webhooks(), plan.companies(), plan.seed());
        Path folder;
        Report report;
        try (DisposableStack stack = DisposableStack.start(portOffset, TorturePlan.TENANTS, SERVICE_OPTIONS, out)) {
            folder = stack.folder();
            report = new Torture(stack, plan, out).run();
            report.print(out);
            write(report);
        }
        if (report.passed()) {
            DisposableStack.forget(folder);
            return ExitCode.OK;
        }
        out.println("Logs, data and configuration stay in " + folder);
        return ExitCode.SOFTWARE;
    }

    private void write(Report report) {
        Path file = json;
        if (file == null) {
            return;
        }
        try {
            Files.writeString(
                    file, Http.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report.forJson()) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
