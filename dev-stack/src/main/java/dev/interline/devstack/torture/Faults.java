package dev.interline.devstack.torture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the providers do wrong while the load goes on: a few of all calls, each kind by its share. */
final class Faults {
    /** Past the 9 s after which a connector waits no longer. */
    private static final int LATE_MILLIS = 10_000;

    private final SandboxControl sandbox;
    private final long seed;
    private final List<String> ids = new ArrayList<>();

    Faults(SandboxControl sandbox, long seed) {
        this.sandbox = sandbox;
        this.seed = seed;
    }

    void begin() {
        fail(Map.of("kind", "status", "status", 500), 0.03);
        fail(Map.of("kind", "throttle", "retryAfterSeconds", 1), 0.02);
        fail(Map.of("kind", "reset-before-effect"), 0.01);
        fail(Map.of("kind", "effect-then-reset"), 0.02);
        fail(Map.of("kind", "effect-then-delay", "delayMillis", LATE_MILLIS), 0.003);
        fail(Map.of("kind", "garbage-body"), 0.005);
    }

    private void fail(Map<String, Object> kind, double probability) {
        Map<String, Object> fault = new LinkedHashMap<>(kind);
        fault.put("probability", probability);
        fault.put("seed", seed + ids.size());
        ids.add(sandbox.fail(fault));
    }

    /**
     * Mends everything.
     *
     * @return how often each kind was met
     */
    Map<String, Long> end() {
        Map<String, Long> hits = new LinkedHashMap<>();
        for (JsonNode fault : sandbox.faults()) {
            if (ids.contains(fault.path("id").asText())) {
                hits.merge(fault.path("kind").asText(), fault.path("hits").asLong(), Long::sum);
            }
        }
        ids.forEach(sandbox::mend);
        return hits;
    }
}
