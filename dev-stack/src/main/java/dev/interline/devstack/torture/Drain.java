package dev.interline.devstack.torture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.devstack.torture.Violation.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Waits until nothing waits any more: no webhook at the sandbox, no row in a queue of ours. */
final class Drain {
    static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long LOOK_AGAIN_MILLIS = 500;
    /** What is quiet for so many looks has nothing on its way through Kafka either. */
    private static final int QUIET_LOOKS = 4;

    private final SandboxControl sandbox;
    private final Queues queues;
    private final Ledger ledger;

    Drain(SandboxControl sandbox, Queues queues, Ledger ledger) {
        this.sandbox = sandbox;
        this.queues = queues;
        this.ledger = ledger;
    }

    /**
     * What came of waiting.
     *
     * @param millis how long it took
     * @param leftOver what still waits after all patience
     */
    record Drained(long millis, List<Violation> leftOver) {
        Drained {
            leftOver = List.copyOf(leftOver);
        }
    }

    Drained run() {
        long began = System.nanoTime();
        int quiet = 0;
        int seen = -1;
        while (true) {
            Map<String, Long> waiting = waiting();
            int effects = ledger.all().size();
            quiet = waiting.isEmpty() && effects == seen ? quiet + 1 : 0;
            seen = effects;
            long elapsed = System.nanoTime() - began;
            if (quiet >= QUIET_LOOKS) {
                return new Drained(TimeUnit.NANOSECONDS.toMillis(elapsed), List.of());
            }
            if (elapsed > PATIENCE.toNanos()) {
                return new Drained(
                        TimeUnit.NANOSECONDS.toMillis(elapsed),
                        waiting.entrySet().stream()
                                .map(entry -> new Violation(Kind.LEFT_OVER, entry.getValue() + " in " + entry.getKey()))
                                .toList());
            }
            Pause.millis(LOOK_AGAIN_MILLIS);
        }
    }

    private Map<String, Long> waiting() {
        Map<String, Long> waiting = new TreeMap<>(queues.waiting());
        for (JsonNode webhook : sandbox.webhooks()) {
            if (webhook.path("state").asText().equals("pending")) {
                waiting.merge(
                        "the sandbox's webhooks of " + webhook.path("provider").asText(), 1L, Long::sum);
            }
        }
        return waiting;
    }
}
