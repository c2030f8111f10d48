package dev.interline.devstack.torture;

import java.util.List;

/**
 * Times from a webhook to its effects.
 *
 * @param millis one per effect, in any order
 */
record Latencies(List<Long> millis) {

    Latencies {
        millis = millis.stream().sorted().toList();
    }

    /** What 99 of 100 do not exceed; 0 if there are none. */
    long p99() {
        return millis.isEmpty() ? 0 : millis.get((int) Math.ceil(millis.size() * 0.99) - 1);
    }

    long median() {
        return millis.isEmpty() ? 0 : millis.get(millis.size() / 2);
    }
}
