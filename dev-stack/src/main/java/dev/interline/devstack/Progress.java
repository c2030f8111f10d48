package dev.interline.devstack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells a person what is being waited for. On a terminal the last line keeps changing; elsewhere a line is printed when
 * something has happened, and now and then while nothing happens.
 */
final class Progress implements AutoCloseable {
    private static final Duration TICK_ON_TERMINAL = Duration.ofMillis(500);
    private static final Duration TICK_ELSEWHERE = Duration.ofSeconds(15);
    private static final String ERASE_LINE = "\r\u001B[K";

    private final PrintStream out;
    private final boolean terminal;
    private final long began = System.nanoTime();
    private final Set<String> waitingFor = new LinkedHashSet<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        long tick = (terminal ? TICK_ON_TERMINAL : TICK_ELSEWHERE).toMillis();
        clock.scheduleAtFixedRate(this::tick, tick, tick, TimeUnit.MILLISECONDS);
    }

    synchronized void starts(String name) {
        waitingFor.add(name);
        if (terminal) {
            tick();
        }
    }

    synchronized void isReady(String name) {
        waitingFor.remove(name);
        out.printf("%s  %-18s ready after %.1f s%n", terminal ? ERASE_LINE : "", name, seconds());
        if (terminal) {
            tick();
        }
    }

    private synchronized void tick() {
        if (waitingFor.isEmpty()) {
            return;
        }
        String line = "  %.0f s, waiting for %s".formatted(seconds(), String.join(", ", waitingFor));
        if (terminal) {
            out.print(ERASE_LINE + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    @Override
    public synchronized void close() {
        clock.shutdownNow();
        if (terminal && !waitingFor.isEmpty()) {
            out.print(ERASE_LINE);
        }
        waitingFor.clear();
    }
}
