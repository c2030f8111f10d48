package dev.interline.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table. */
final class Report {

    private final List<String[]> rows = new ArrayList<>();

    /** @param stored without, {@code relayed} with the translation of the event and its way to the topic */
    void ingest(
            Samples stored, Samples relayed, Samples bare, Samples bareOnEventLoop, Samples camel, Samples commits) {
        row("1  ingest: verified, deduplicated, committed", rate(stored), "", "");
        row("   (a) a bare Quarkus endpoint", rate(bare), ratio(stored.median(), bare.median()), ">= 0.35");
        row(
                "       the same on the event loop",
                rate(bareOnEventLoop),
                ratio(stored.median(), bareOnEventLoop.median()),
                "");
        row("   (b) Camel: platform-http -> sql insert", rate(camel), ratio(stored.median(), camel.median()), ">= 1.3");
        row("   (c) single-row commits, 32 clients", rate(commits), ratio(stored.median(), commits.median()), "");
        row("1' ... and translated, and relayed to its topic", rate(relayed), "", "");
        row("   to (a)", "", ratio(relayed.median(), bare.median()), ">= 0.35");
        row("   to (b)", "", ratio(relayed.median(), camel.median()), ">= 1.3");
    }

    void routing(double routing, double loop) {
        row("3  routing-core, one consumer thread a topic", "%.0f events/s".formatted(routing), "", "");
        row("   a hand-written consume, commit, produce", "%.0f events/s".formatted(loop), ratio(routing, loop), "");
    }

    void endToEnd(EndToEnd.Result result) {
        row("2  webhook to effect, in a burst", effects(result), "", ">= 300");
        latencies(result);
        row(
                "   CPU ms an effect: %s; compilers %.0f %% of it"
                        .formatted(EndToEnd.shown(result.cpu()), result.compilers() * 100),
                "",
                "",
                "");
    }

    private void latencies(EndToEnd.Result result) {
        for (EndToEnd.Latency latency : result.latencies()) {
            row(
                    "   at %d changes/s, %d effects/s, n = %d"
                            .formatted(latency.rate(), 2 * latency.rate(), latency.samples()),
                    "p50 %d ms, p99 %d ms".formatted(latency.medianMillis(), latency.p99Millis()),
                    "",
                    latency.rate() == EndToEnd.TARGET_RATE ? "p99 <= 150" : "");
        }
    }

    void history(EndToEnd.Result empty, EndToEnd.Result filled, double stored, double storedWithHistory) {
        row("4  with 1,000,000 rows of history, 100,000 waiting", "", "", "");
        row(
                "   webhook to effect, in a burst",
                effects(filled),
                ratio(filled.effectsPerSecond(), empty.effectsPerSecond()),
                ">= 0.85");
        latencies(filled);
        row(
                "   ingest of what nothing follows from",
                "%.0f/s, was %.0f/s".formatted(storedWithHistory, stored),
                ratio(storedWithHistory, stored),
                ">= 0.85");
    }

    void print(PrintStream out) {
        out.println();
        out.printf("%-54s %-28s %-8s %s%n", "WHAT", "MEASURED", "RATIO", "TARGET");
        rows.forEach(row -> out.printf("%-54s %-28s %-8s %s%n", (Object[]) row));
        out.printf(
                Locale.ROOT,
                "%nMedians; in brackets the distance of the extremes. %d cores, everything on one machine, the driver included.%n",
                Runtime.getRuntime().availableProcessors());
    }

    private static String effects(EndToEnd.Result result) {
        return "%.0f effects/s (%.0f %%)".formatted(result.effectsPerSecond(), result.spread() * 100);
    }

    private static String rate(Samples samples) {
        return "%.0f/s (%.0f %%)".formatted(samples.median(), samples.spread() * 100);
    }

    private static String ratio(double ours, double other) {
        return "%.2f".formatted(ours / other);
    }

    private void row(String what, String measured, String ratio, String target) {
        rows.add(new String[] {what, measured, ratio, target});
    }
}
