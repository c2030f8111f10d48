package dev.interline.devstack.torture;

import java.time.Duration;
import java.util.List;

/**
 * How much is thrown at the stack.
 *
 * @param seed decides companies, events, their order and the times of the kills
 * @param webhooks how many requests and acts at providers there are at least
 * @param companies how many entities they are about
 * @param rounds how often each fail point is reached; above one, at every service that has it
 * @param load for how long the webhooks are spread
 * @param probes how many latencies are measured in each part of the isolation phase
 */
record TorturePlan(long seed, int webhooks, int companies, int rounds, Duration load, int probes) {
    static final List<String> TENANTS = List.of("acme", "globex", "initech");

    static final double DUPLICATES = 0.20;
    static final double REORDERED = 0.10;
    static final double FORGED = 0.02;

    /** How many times the usual one. */
    int size() {
        return Math.max(1, webhooks / 2_000);
    }

    static TorturePlan usual(long seed) {
        return new TorturePlan(seed, 2_000, 100, 1, Duration.ofSeconds(120), 100);
    }

    static TorturePlan full(long seed) {
        return new TorturePlan(seed, 20_000, 500, 2, Duration.ofMinutes(15), 300);
    }
}
