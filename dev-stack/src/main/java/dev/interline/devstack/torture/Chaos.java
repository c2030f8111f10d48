package dev.interline.devstack.torture;

import dev.interline.devstack.DisposableStack;
import dev.interline.devstack.torture.Violation.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** Kills, freezes and doubles processes of the stack while the load goes on. */
final class Chaos {
    /** A lane's lease, and a few seconds more. */
    private static final Duration PAST_THE_LEASE = Duration.ofSeconds(34);

    private static final String CLOCK_FAULT = "interline.clock-fault";

    /** Over a day's end, so over the border of partitions too. */
    private static final Duration CLOCK_JUMP = Duration.ofHours(26);

    /** A signature is of the last five minutes, or the request is refused and rightly so. */
    private static final Duration CLOCK_JUMP_OF_RECEIVERS = Duration.ofMinutes(4);

    /** Long, as a point may be reached only while another service lives that is killed all the time, too. */
    private static final Duration UNTIL_REACHED = Duration.ofSeconds(600);

    private static final Duration NEWCOMER_EVERY = Duration.ofSeconds(1);
    private static final String POSTGRES = "postgres";
    private static final String KAFKA = "kafka";

    private final DisposableStack stack;
    private final TorturePlan plan;
    private final Load load;
    private final OrderedReplays replays;
    private final OrderedRepairs repairs;
    private final PrintStream out;
    private final long began = System.nanoTime();
    private final Map<String, LongAdder> thrown = new ConcurrentSkipListMap<>();
    private final List<Violation> violations = new CopyOnWriteArrayList<>();

    Chaos(
            DisposableStack stack,
            TorturePlan plan,
            Load load,
            OrderedReplays replays,
            OrderedRepairs repairs,
            PrintStream out) {
        this.stack = stack;
        this.plan = plan;
        this.load = load;
        this.replays = replays;
        this.repairs = repairs;
        this.out = out;
    }

    /** Does all of it; returns when everything runs again. */
    void run() {
        Map<String, List<String>> chains =
                plan.rounds() == 1 ? FailPoints.onceEach() : FailPoints.everywhere(plan.rounds());
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<CompletableFuture<Void>> dying = new ArrayList<>();
            chains.forEach((service, chain) ->
                    dying.add(CompletableFuture.runAsync(() -> dieAgainAndAgain(service, chain), threads)));
            join(dying);
            repairs.finish();
            replays.orderAndHalt("billing-connector", "globex");
            for (int round = 0; round < plan.rounds(); round++) {
                String frozen = round % 2 == 0 ? "crm-connector" : "support-connector";
                join(List.of(CompletableFuture.runAsync(() -> freezeBesideAReplica(frozen), threads)));
                killInfrastructure(POSTGRES);
            }
            replays.orderAndCancel("billing-connector", "initech");
            replays.resumeHalted();
            say("a replay was cancelled, another halted over the kills and resumed");
        }
    }

    private static void join(List<CompletableFuture<Void>> all) {
        try {
            all.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException unchecked ? unchecked : failed;
        }
    }

    private void dieAgainAndAgain(String service, List<String> chain) {
        Random random = new Random(plan.seed() ^ service.hashCode());
        Pause.millis(2_000 + random.nextInt(4_000));
        stack.kill(service);
        tell("kill -9 " + service, service + " killed at random");
        for (String failPoint : chain) {
            Optional<String> clockFault = clockFault(service, random);
            die(service, failPoint, FailPoints.needsRepair(failPoint) ? 1 : 1 + random.nextInt(4), clockFault);
        }
        stack.start(service);
        say(service + " runs again");
    }

    /** Every other process has a clock that jumps some seconds after its start, ahead or back. */
    private Optional<String> clockFault(String service, Random random) {
        if (random.nextBoolean()) {
            return Optional.empty();
        }
        Duration most = service.equals("routing-core") ? CLOCK_JUMP : CLOCK_JUMP_OF_RECEIVERS;
        tell("a clock jumps in " + service, service + "'s next clock jumps by " + most.toMinutes() + " min");
        return Optional.of((random.nextBoolean() ? most : most.negated()) + "@PT" + (1 + random.nextInt(8)) + "S");
    }

    private void die(String service, String failPoint, int hit, Optional<String> clockFault) {
        List<String> properties = new ArrayList<>();
        properties.add("-D" + FailPoints.PROPERTY + "=" + failPoint + ":" + hit);
        clockFault.ifPresent(fault -> properties.add("-D" + CLOCK_FAULT + "=" + fault));
        stack.begin(service, properties);
        long deadline = System.nanoTime() + UNTIL_REACHED.toNanos();
        boolean ended = false;
        while (!ended && System.nanoTime() < deadline) {
            ended = stack.awaitEnd(service, NEWCOMER_EVERY);
            if (!ended && FailPoints.needsNewcomers(service, failPoint)) {
                load.newcomer();
            }
            if (!ended && FailPoints.needsReplay(failPoint)) {
                replays.keepOneGoing(service, "acme");
            }
            if (!ended && FailPoints.needsRepair(failPoint)) {
                repairs.breakAndOrder();
            }
        }
        if (ended && diedThere(service, failPoint)) {
            tell(failPoint + " in " + service, service + " died at " + failPoint + ":" + hit);
        } else {
            violations.add(new Violation(
                    Kind.NOT_REACHED,
                    failPoint + " in " + service
                            + (ended
                                    ? ": it ended elsewhere"
                                    : ": it lived on for " + UNTIL_REACHED.toSeconds() + " s")));
            say(service + " did NOT die at " + failPoint);
            stack.kill(service);
        }
    }

    private boolean diedThere(String service, String failPoint) {
        Path log = stack.folder().resolve("logs").resolve(service + ".log");
        try {
            return Files.readString(log).contains("fail point " + failPoint + " reached");
        } catch (IOException e) {
            throw new UncheckedIOException(log + " cannot be read", e);
        }
    }

    /** A second process of the service joins; the first sleeps past its leases, wakes, and the second leaves. */
    private void freezeBesideAReplica(String service) {
        String replica = stack.startReplica(service);
        tell("second replica of " + service, replica + " has joined");
        stack.signal(service, "STOP");
        long stopped = System.nanoTime();
        tell("SIGSTOP past the lease of " + service, service + " is frozen");
        killInfrastructure(KAFKA);
        Pause.of(Duration.ofNanos(Math.max(0, PAST_THE_LEASE.toNanos() - (System.nanoTime() - stopped))));
        stack.signal(service, "CONT");
        say(service + " wakes");
        Pause.millis(3_000);
        stack.signal(replica, "TERM");
        if (!stack.awaitEnd(replica, Duration.ofSeconds(40))) {
            violations.add(new Violation(Kind.NOT_REACHED, replica + " did not leave within 40 s of SIGTERM"));
            stack.kill(replica);
        }
        say(replica + " has left");
    }

    private void killInfrastructure(String name) {
        stack.kill(name);
        tell("kill -9 " + name, name + " killed");
        Pause.millis(1_000);
        stack.startInfrastructure(name);
        say(name + " runs again");
    }

    private void tell(String counted, String line) {
        thrown.computeIfAbsent(counted, none -> new LongAdder()).increment();
        say(line);
    }

    private void say(String line) {
        out.printf("  %4d s  %s%n", (System.nanoTime() - began) / 1_000_000_000, line);
    }

    /** What was done, and how often. */
    Map<String, LongAdder> thrown() {
        return thrown;
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }
}
