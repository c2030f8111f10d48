package dev.interline.benchmarks;

import dev.interline.benchmarks.HttpLoad.Request;
import dev.interline.benchmarks.Webhooks.Signed;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** How many webhooks a second are verified, deduplicated and committed, beside what HTTP, Camel and commits alone cost. */
final class Ingest {

    private static final String CONNECTION = "tenant1-stripe";
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration RELAY_PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final StackUnderTest under;
    private final HttpLoad load;
    private final Duration round;
    private final int rounds;
    private final PrintStream out;
    private final String url;
    private final String secret;
    private final AtomicLong events = new AtomicLong();

    Ingest(StackUnderTest under, HttpLoad load, Duration round, int rounds, PrintStream out) {
        this.under = under;
        this.load = load;
        this.round = round;
        this.rounds = rounds;
        this.out = out;
        this.url = under.connection(CONNECTION).path("webhookUrl").asText();
        this.secret =
                under.connection(CONNECTION).path("signingSecrets").path(0).asText();
    }

    /** The others are stopped meanwhile, so that only what takes part in ingest uses the machine: connector, relay, database, broker. */
    void run(Report report) {
        for (String other : List.of("routing-core", "crm-connector", "support-connector")) {
            under.stack().kill(other);
        }
        Samples stored = new Samples();
        Samples relayed = new Samples();
        Samples bare = new Samples();
        Samples bareOnEventLoop = new Samples();
        Samples camel = new Samples();
        Samples commits = new Samples();
        try (Baseline baseline = Baseline.start(under)) {
            out.println("Warming up ...");
            load.perSecond(WARM_UP, this::ignoredRequest);
            load.perSecond(WARM_UP, this::translated);
            load.perSecond(WARM_UP, number -> new Request(baseline.bare(), body(number), null));
            load.perSecond(WARM_UP, number -> new Request(baseline.bareOnEventLoop(), body(number), null));
            load.perSecond(WARM_UP, number -> new Request(baseline.insert(), body(number), null));
            for (int i = 1; i <= rounds; i++) {
                stored.add(load.perSecond(round, this::ignoredRequest));
                relayed.add(load.perSecond(round, this::translated));
                awaitRelay();
                bare.add(load.perSecond(round, number -> new Request(baseline.bare(), body(number), null)));
                bareOnEventLoop.add(
                        load.perSecond(round, number -> new Request(baseline.bareOnEventLoop(), body(number), null)));
                camel.add(load.perSecond(round, number -> new Request(baseline.insert(), body(number), null)));
                commits.add(CommitLoop.perSecond(under.databaseUrl("billing-connector"), 32, round));
                out.printf("ingest, round %d of %d: %.0f/s in the median so far%n", i, rounds, stored.median());
            }
        }
        report.ingest(stored, relayed, bare, bareOnEventLoop, camel, commits);
    }

    /** What is left to relay must not be measured with the next. */
    private void awaitRelay() {
        long deadline = System.nanoTime() + RELAY_PATIENCE.toNanos();
        while (under.number("billing-connector", "select count(*) from outbox") > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the outbox does not get empty");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Events that are stored and that nothing follows from, a second. */
    double ignored() {
        load.perSecond(WARM_UP, this::ignoredRequest);
        Samples samples = new Samples();
        for (int i = 0; i < rounds; i++) {
            samples.add(load.perSecond(round, this::ignoredRequest));
        }
        return samples.median();
    }

    private Request translated(long number) {
        long n = events.incrementAndGet();
        String id = Long.toString(n, 36) + "x" + Long.toString(System.nanoTime(), 36);
        return request(Webhooks.customer("evt_b" + id, "customer.updated", "cus_b" + n, "Bench " + n));
    }

    private Request ignoredRequest(long number) {
        return request(Webhooks.ignored(
                "evt_i" + Long.toString(events.incrementAndGet(), 36) + "x" + Long.toString(System.nanoTime(), 36)));
    }

    private Request request(String body) {
        Signed signed = Webhooks.sign(secret, body);
        return new Request(url, signed.body(), signed.signature());
    }

    private static String body(long number) {
        return Webhooks.customer("evt_" + number, "customer.updated", "cus_" + number, "Bench " + number);
    }
}
