package dev.interline.benchmarks;

import dev.interline.devstack.DisposableStack;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Interline beside what it could be compared with, in one run on one machine. */
@Command(
        name = "bench",
        description = "Measure Interline against baselines; a table of ratios is printed.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    @Option(names = "--quick", description = "Shorter rounds: about 6 minutes instead of 12.")
    private boolean quick;

    @Option(names = "--port-offset", description = "Added to every usual port (default: ${DEFAULT-VALUE}).")
    private int portOffset = 7000;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Bench() {}

    /** @param arguments see {@code --help} */
    public static void main(String[] arguments) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() {
        Report report = new Report();
        List<String> tenants =
                IntStream.rangeClosed(1, 8).mapToObj(i -> "tenant" + i).toList();
        Duration round = quick ? Duration.ofSeconds(4) : Duration.ofSeconds(8);
        int rounds = quick ? 3 : 5;
        Path folder;
        try (DisposableStack stack = DisposableStack.start(portOffset, tenants, List.of(), out);
                HttpLoad load = new HttpLoad(32)) {
            folder = stack.folder();
            StackUnderTest under = new StackUnderTest(stack);
            new Ingest(under, load, round, rounds, out).run(report);
            new Routing(under, quick ? Duration.ofSeconds(10) : Duration.ofSeconds(20), out).run(report);
        }
        DisposableStack.forget(folder);
        try (DisposableStack stack = DisposableStack.start(portOffset, tenants, List.of(), out);
                HttpLoad load = new HttpLoad(32)) {
            folder = stack.folder();
            StackUnderTest under = new StackUnderTest(stack);
            EndToEnd endToEnd = new EndToEnd(under, load, quick ? 60 : 150, quick ? 15 : 30, out);
            Ingest ingest = new Ingest(under, load, round, rounds, out);
            endToEnd.warmUp();
            EndToEnd.Result empty = endToEnd.run();
            double stored = ingest.ignored();
            new History(under, out).fill();
            EndToEnd.Result filled = endToEnd.run();
            double storedWithHistory = ingest.ignored();
            report.endToEnd(empty);
            report.history(empty, filled, stored, storedWithHistory);
        }
        DisposableStack.forget(folder);
        report.print(out);
        return 0;
    }
}
