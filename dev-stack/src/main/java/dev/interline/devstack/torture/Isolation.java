package dev.interline.devstack.torture;

import dev.interline.devstack.torture.Violation.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether entities that fail slow those that do not. Healthy companies change their plan at a steady pace, first alone,
 * then while others fail again and again, then alone again: the machine's own moods are in both halves of the comparison.
 * What looks slowed is compared again, with others that fail: what lanes do to each other shows each time, what else the
 * machine does meanwhile does not.
 */
final class Isolation {
    /** Below this a p99 says more about the machine than about lanes. */
    static final long FLOOR_MILLIS = 500;

    private static final int FAILING = 3;
    private static final int COMPARISONS = 3;
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(60);
    private static final Duration UNTIL_SEEN = Duration.ofSeconds(60);
    private static final int LATE_MILLIS = 10_000;
    private static final int WARM_UP = 30;

    private final Stripe stripe;
    private final SandboxControl sandbox;
    private final Ledger ledger;
    private final People people;
    private final int probes;
    private final List<String> faults = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    Isolation(Stripe stripe, SandboxControl sandbox, Ledger ledger, People people, int probes) {
        this.stripe = stripe;
        this.sandbox = sandbox;
        this.ledger = ledger;
        this.people = people;
        this.probes = probes;
    }

    /**
     * What was measured last.
     *
     * @param alone without failing entities, before and after
     * @param beside while others fail
     * @param failures how often the failing ones failed meanwhile
     * @param comparisons how often it was compared; the last one counts
     */
    record Measured(Latencies alone, Latencies beside, long failures, int comparisons, List<Violation> violations) {

        private long limit() {
            return Math.max(2 * alone.p99(), FLOOR_MILLIS);
        }

        private boolean isSlowed() {
            return beside.p99() > limit();
        }
    }

    Measured run(List<Company> companies) {
        measure(companies.subList(FAILING * COMPARISONS, companies.size()), WARM_UP);
        Measured measured = compare(companies, 1);
        while (measured.isSlowed() && measured.comparisons() < COMPARISONS) {
            measured = compare(companies, measured.comparisons() + 1);
        }
        if (measured.isSlowed()) {
            violations.add(new Violation(
                    Kind.SLOWED,
                    "each of " + COMPARISONS + " times, at last p99 "
                            + measured.beside().p99() + " ms beside failing entities, "
                            + measured.alone().p99() + " ms without; allowed " + measured.limit() + " ms"));
        }
        return measured;
    }

    private Measured compare(List<Company> companies, int comparison) {
        List<Company> failing = companies.subList(FAILING * (comparison - 1), FAILING * comparison);
        List<Company> healthy = companies.subList(FAILING * COMPARISONS, companies.size());
        List<Long> alone = new ArrayList<>(measure(healthy, probes / 2));
        beginFailing(failing);
        List<Long> beside = measure(healthy, probes);
        long failures = endFailing();
        alone.addAll(measure(healthy, probes / 2));
        if (failures < FAILING) {
            violations.add(new Violation(Kind.NOT_REACHED, "the failing entities failed only " + failures + " times"));
        }
        return new Measured(new Latencies(alone), new Latencies(beside), failures, comparison, violations);
    }

    /** One company's ticket cannot be solved, and its lane waits; two others' reads take longer than anybody waits. */
    private void beginFailing(List<Company> failing) {
        Company stuck = failing.getFirst();
        stripe.deliver(stuck.failPayment());
        String ticket = stuck.openTicket();
        Effect made = ledger.await(
                effect -> effect.isTicketCreation()
                        && effect.account().equals(stuck.tenant())
                        && effect.externalId().equals(ticket),
                "the ticket " + ticket);
        faults.add(sandbox.fail(Map.of(
                "provider",
                "zendesk",
                "account",
                stuck.tenant(),
                "method",
                "PUT",
                "pathPattern",
                "/tickets/" + made.entity() + "(\\.json)?$",
                "kind",
                "status",
                "status",
                500)));
        stripe.deliver(stuck.pay());
        stripe.deliver(stuck.changePlan());
        for (Company slow : failing.subList(1, FAILING)) {
            Effect record = ledger.await(
                    effect -> effect.operation().equals("companies.upsert")
                            && effect.name().equals(slow.name()),
                    slow.name());
            faults.add(sandbox.fail(Map.of(
                    "provider",
                    "hubspot",
                    "account",
                    record.account(),
                    "method",
                    "GET",
                    "pathPattern",
                    "/companies/" + record.entity() + "$",
                    "kind",
                    "effect-then-delay",
                    "delayMillis",
                    LATE_MILLIS)));
            people.edit(record, Map.of("industry", "AUTOMOTIVE"));
            people.edit(record, Map.of("industry", "BANKING"));
        }
    }

    private long endFailing() {
        long hits = 0;
        for (var fault : sandbox.faults()) {
            if (faults.contains(fault.path("id").asText())) {
                hits += fault.path("hits").asLong();
            }
        }
        faults.forEach(sandbox::mend);
        faults.clear();
        return hits;
    }

    private List<Long> measure(List<Company> healthy, int count) {
        Map<String, Instant> sentByPlan = new LinkedHashMap<>();
        long slot = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Company company = healthy.get(i % healthy.size());
            Instant sent = Instant.now();
            stripe.deliver(company.changePlan());
            sentByPlan.put(company.expectation().plan(), sent);
            slot += BETWEEN_PROBES.toNanos();
            Pause.of(Duration.ofNanos(Math.max(0, slot - System.nanoTime())));
        }
        return latencies(sentByPlan);
    }

    /** Every probe has two effects, at HubSpot and at Zendesk. */
    private List<Long> latencies(Map<String, Instant> sentByPlan) {
        long deadline = System.nanoTime() + UNTIL_SEEN.toNanos();
        while (true) {
            Map<String, Long> millis = new LinkedHashMap<>();
            for (Effect effect : ledger.all()) {
                Optional.ofNullable(sentByPlan.get(effect.plan()))
                        .filter(sent -> effect.applied())
                        .ifPresent(sent -> millis.putIfAbsent(
                                effect.provider() + " " + effect.plan(),
                                Duration.between(sent, effect.at()).toMillis()));
            }
            if (millis.size() >= 2 * sentByPlan.size()) {
                return List.copyOf(millis.values());
            }
            if (System.nanoTime() > deadline) {
                violations.add(new Violation(
                        Kind.LOST,
                        (2 * sentByPlan.size() - millis.size()) + " effects of healthy companies were not seen within "
                                + UNTIL_SEEN.toSeconds() + " s"));
                return List.copyOf(millis.values());
            }
            Pause.millis(100);
        }
    }
}
