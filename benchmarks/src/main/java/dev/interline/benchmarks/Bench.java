package dev.interline.benchmarks;

import dev.interline.devstack.DisposableStack;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Interline beside what it could be compared with, in one run on one machine. */
@Command(
        name = "bench",
        description = "Measure Interline against baselines; a table of ratios is printed.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    /**
     * As in production, and unlike a stack to try things on: both compilers, and the heap that {@code deploy/} gives, 70 % of
     * 768 MiB.
     */
    static final List<String> AS_DEPLOYED = List.of("-XX:TieredStopAtLevel=4", "-Xmx537m");

    @Option(names = "--quick", description = "Shorter rounds: 15 to 25 minutes instead of 30 to 45.")
    private boolean quick;

    @Option(names = "--only", description = "Measure this only: ${COMPLETION-CANDIDATES}.")
    private @Nullable Part only;

    @Option(names = "--statements", description = "Also print what each SQL statement costs an effect.")
    private boolean statements;

    @Option(names = "--java-option", description = "A further Java option of every service, such as a profiler's.")
    private List<String> javaOptions = List.of();

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
        if (wants(Part.INGEST) || wants(Part.ROUTING)) {
            onItsOwnStack(tenants, (under, load) -> {
                new Ingest(under, load, round, rounds, out).run(report);
                if (wants(Part.ROUTING)) {
                    new Routing(under, quick ? Duration.ofSeconds(10) : Duration.ofSeconds(20), out).run(report);
                }
            });
        }
        if (wants(Part.END_TO_END) || wants(Part.HISTORY)) {
            onItsOwnStack(tenants, (under, load) -> {
                EndToEnd endToEnd = new EndToEnd(under, load, quick ? 100 : 200, quick ? 15 : 30, out);
                endToEnd.warmUp(quick ? 10 : 16);
                if (statements) {
                    StatementCosts costs = new StatementCosts(under);
                    costs.begin();
                    costs.print(endToEnd.burst().effects(), out);
                }
                EndToEnd.Result empty = endToEnd.run();
                report.endToEnd(empty);
                if (wants(Part.HISTORY)) {
                    Ingest ingest = new Ingest(under, load, round, rounds, out);
                    double stored = ingest.ignored();
                    new History(under, out).fill();
                    EndToEnd.Result filled = endToEnd.run();
                    report.history(empty, filled, stored, ingest.ignored());
                }
            });
        }
        report.print(out);
        return 0;
    }

    private boolean wants(Part part) {
        return only == null || only == part;
    }

    private void onItsOwnStack(List<String> tenants, BiConsumer<StackUnderTest, HttpLoad> measure) {
        Path folder;
        List<String> options = new ArrayList<>(AS_DEPLOYED);
        options.addAll(javaOptions);
        try (DisposableStack stack = DisposableStack.start(portOffset, tenants, options, out);
                HttpLoad load = new HttpLoad(32)) {
            folder = stack.folder();
            measure.accept(new StackUnderTest(stack), load);
        }
        DisposableStack.forget(folder);
    }

    /** What can be measured by itself. */
    enum Part {
        INGEST,
        ROUTING,
        END_TO_END,
        HISTORY
    }
}
