package dev.interline.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interline.benchmarks.HttpLoad.Request;
import dev.interline.benchmarks.Webhooks.Signed;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** From Stripe's webhook to the effect in the sandbox's ledger: how many a second in a burst, and how long each takes at lower rates. */
final class EndToEnd {

    /** Changes a second. A change has two effects, at HubSpot and at Zendesk, so that these are the target's 50 effects. */
    static final int TARGET_RATE = 25;

    private static final List<Integer> RATES = List.of(TARGET_RATE, 2 * TARGET_RATE);

    /** How long a rate is kept before changes count: what a burst has left behind is done by then. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /** The part of the CPU time that compilers may take of what is measured, if warming up brings it down to that. */
    private static final double QUIET_COMPILERS = 0.08;

    private static final int BURSTS = 3;

    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StackUnderTest under;
    private final HttpLoad load;
    private final int customersPerTenant;
    private final int latencySeconds;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newHttpClient();
    private int run;
    private int pass;

    /** The last row of the sandbox's ledger that was read. */
    private long read;

    /**
     * What was measured.
     *
     * @param effectsPerSecond effects at HubSpot and Zendesk a second, from the first webhook to the last effect, in the
     *     median of the bursts
     * @param spread the distance of the fastest burst from the slowest, as a part of the median
     * @param latencies from the webhook to the first effect, one for each rate
     * @param cpu CPU time of each process in that burst, milliseconds an effect
     * @param compilers what part of that Java's compilers took
     */
    record Result(
            double effectsPerSecond,
            double spread,
            List<Latency> latencies,
            Map<String, Double> cpu,
            double compilers) {}

    /**
     * How long changes took.
     *
     * @param rate changes a second
     */
    record Latency(int rate, long medianMillis, long p99Millis, long samples) {}

    /** @param compilers what part of the CPU time Java's compilers took; processes that have run for long have none to compile */
    record Burst(double perSecond, long effects, Map<String, Double> cpu, double compilers) {}

    private record Effect(Instant at, String name) {}

    EndToEnd(StackUnderTest under, HttpLoad load, int customersPerTenant, int latencySeconds, PrintStream out) {
        this.under = under;
        this.load = load;
        this.customersPerTenant = customersPerTenant;
        this.latencySeconds = latencySeconds;
        this.out = out;
    }

    /**
     * Portals get their properties, code gets compiled: the same burst, again and again, until the compilers are nearly quiet
     * or it was done twice as often; and changes of what it made.
     */
    void warmUp(int rounds) {
        double compilers = 1;
        for (int round = 1; round <= rounds || compilers > QUIET_COMPILERS && round <= 2 * rounds; round++) {
            out.printf("Warming up, round %d: ", round);
            compilers = burst().compilers();
        }
        out.print("Warming up. ");
        latencies(RATES.getLast());
    }

    Result run() {
        List<Burst> bursts = new ArrayList<>();
        for (int i = 0; i < BURSTS; i++) {
            out.print("A burst of new customers: ");
            bursts.add(burst());
        }
        bursts.sort(Comparator.comparingDouble(Burst::perSecond));
        Burst burst = bursts.get(BURSTS / 2);
        double spread = (bursts.getLast().perSecond() - bursts.getFirst().perSecond()) / burst.perSecond();
        List<Latency> latencies = new ArrayList<>();
        for (int rate : RATES) {
            Histogram took = latencies(rate);
            latencies.add(new Latency(
                    rate,
                    took.getValueAtPercentile(50) / 1_000,
                    took.getValueAtPercentile(99) / 1_000,
                    took.getTotalCount()));
        }
        return new Result(burst.perSecond(), spread, latencies, burst.cpu(), burst.compilers());
    }

    Burst burst() {
        run++;
        news();
        Map<String, Duration> cpuBefore = under.stack().cpu();
        Duration compilersBefore = under.stack().compilerCpu();
        Instant began = Instant.now();
        onboard(customersPerTenant);
        List<Effect> effects = awaitQuiet();
        Instant last = effects.stream().map(Effect::at).max(Instant::compareTo).orElseThrow();
        double seconds = Duration.between(began, last).toNanos() / 1e9;
        Map<String, Double> cpu = new TreeMap<>();
        usedSince(cpuBefore).forEach((name, millis) -> cpu.put(name, millis / effects.size()));
        double compilers = under.stack().compilerCpu().minus(compilersBefore).toNanos()
                / 1e6
                / effects.size()
                / cpu.values().stream().mapToDouble(Double::doubleValue).sum();
        out.printf(
                "%d effects in %.1f s; CPU ms an effect: %s; compilers %.0f %% of it%n",
                effects.size(), seconds, shown(cpu), compilers * 100);
        return new Burst(effects.size() / seconds, effects.size(), cpu, compilers);
    }

    /** CPU time of each process since then, milliseconds. */
    private Map<String, Double> usedSince(Map<String, Duration> before) {
        Map<String, Double> used = new TreeMap<>();
        under.stack()
                .cpu()
                .forEach((name, now) -> used.put(
                        name,
                        now.minus(before.getOrDefault(name, Duration.ZERO)).toNanos() / 1e6));
        return used;
    }

    static String shown(Map<String, Double> cpu) {
        return cpu.entrySet().stream()
                .map(used -> "%s %.1f".formatted(used.getKey(), used.getValue()))
                .collect(Collectors.joining(", "));
    }

    private void onboard(int perTenant) {
        int customers = perTenant * 8;
        load.send(customers, number -> {
            String tenant = tenant(number);
            String customer = customer(number);
            return request(tenant, Webhooks.customer("evt_c" + customer, "customer.created", customer, name(number)));
        });
        load.send(
                customers,
                number -> request(tenant(number), Webhooks.subscription("evt_s" + customer(number), customer(number))));
    }

    /** Open loop: each is sent at its time, and its latency counts from that time, whether or not the one before was slow. */
    private Histogram latencies(int rate) {
        out.printf("Changes at %d a second ...%n", rate);
        pass++;
        int settling = rate * (int) SETTLING.toSeconds();
        int count = settling + rate * latencySeconds;
        Map<String, Instant> sentAt = new ConcurrentHashMap<>();
        news();
        Map<String, Duration> cpuBefore = under.stack().cpu();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
            }
            String renamed = "Renamed " + run + " " + i + " in " + pass;
            if (i >= settling) {
                sentAt.put(renamed, Instant.now());
            }
            load.send(
                    request(
                            tenant(i),
                            Webhooks.customer(
                                    "evt_u" + pass + "i" + i + customer(i),
                                    "customer.updated",
                                    customer(i % (customersPerTenant * 8)),
                                    renamed)),
                    status -> {});
        }
        Map<String, Double> busy = new TreeMap<>();
        double seconds = (System.nanoTime() - start) / 1e9;
        usedSince(cpuBefore).forEach((name, millis) -> busy.put(name, millis / seconds / 10));
        out.printf(
                "  %.0f %% of a core: %s%n",
                busy.values().stream().mapToDouble(Double::doubleValue).sum(), shown(busy));
        Histogram histogram = new Histogram(3);
        Map<String, Instant> effectAt = new HashMap<>();
        for (Effect effect : awaitQuiet()) {
            effectAt.merge(effect.name(), effect.at(), (a, b) -> a.isBefore(b) ? a : b);
        }
        sentAt.forEach((name, sent) -> {
            Instant effect = effectAt.get(name);
            if (effect == null) {
                throw new IllegalStateException("no effect of '" + name + "' was seen");
            }
            histogram.recordValue(Math.max(0, Duration.between(sent, effect).toNanos() / 1_000));
        });
        return histogram;
    }

    private Request request(String tenant, String body) {
        JsonNode connection = under.connection(tenant + "-stripe");
        Signed signed = Webhooks.sign(connection.path("signingSecrets").path(0).asText(), body);
        return new Request(connection.path("webhookUrl").asText(), signed.body(), signed.signature());
    }

    private static String tenant(long number) {
        return "tenant" + (1 + number % 8);
    }

    private String customer(long number) {
        return "cus_r" + run + "n" + number;
    }

    private String name(long number) {
        return "Customer " + run + " " + number;
    }

    /** The effects that are news, once nothing more has come for some time. */
    private List<Effect> awaitQuiet() {
        List<Effect> effects = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long lastNews = System.nanoTime();
        while (System.nanoTime() - lastNews < QUIET.toNanos() || effects.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the ledger does not get quiet");
            }
            for (JsonNode row : news()) {
                lastNews = System.nanoTime();
                if (row.path("outcome").asText().equals("applied")) {
                    effects.add(new Effect(
                            Instant.parse(row.path("at").asText()),
                            row.path("detail").path("name").asText("")));
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(500);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", stopping);
            }
        }
        return effects;
    }

    /** What the ledger has gained since it was read last. */
    private JsonNode news() {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(under.sandbox() + "/_sandbox/ledger?afterSequence=" + read))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("the sandbox does not show its ledger: " + answer.statusCode()
                        + ", see its log in " + under.stack().folder());
            }
            JsonNode rows = JSON.readTree(answer.body());
            if (!rows.isEmpty()) {
                read = rows.get(rows.size() - 1).path("sequence").asLong();
            }
            return rows;
        } catch (IOException failed) {
            throw new IllegalStateException("the sandbox does not answer", failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopping);
        }
    }
}
