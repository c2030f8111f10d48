package dev.interline.devstack.torture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.devstack.DisposableStack;
import dev.interline.devstack.torture.Violation.Kind;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One run: load and chaos together, a drain, the isolation phase with poison, a drain, and the judgement. */
final class Torture {
    private final DisposableStack stack;
    private final TorturePlan plan;
    private final PrintStream out;
    private final Endpoints endpoints;
    private final SandboxControl sandbox;
    private final Ledger ledger;
    private final Stripe stripe;
    private final People people;
    private final Queues queues;
    private final OrderedReplays replays;
    private final OrderedRepairs repairs;
    private final Http http = new Http();
    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, Long> thrown = new LinkedHashMap<>();
    private final Map<String, String> measured = new LinkedHashMap<>();
    private final long began = System.nanoTime();

    Torture(DisposableStack stack, TorturePlan plan, PrintStream out) {
        this.stack = stack;
        this.plan = plan;
        this.out = out;
        this.endpoints = Endpoints.of(stack.description());
        this.sandbox = new SandboxControl(http, endpoints);
        this.ledger = new Ledger(sandbox);
        this.stripe = new Stripe(new StripeSender(http, endpoints));
        this.people = new People(sandbox, ledger, plan.seed());
        this.queues = new Queues(endpoints.databases());
        this.replays = new OrderedReplays(http, endpoints, plan.size());
        this.repairs = new OrderedRepairs(http, endpoints);
    }

    Report run() {
        Faults faults = new Faults(sandbox, plan.seed());
        try (Load load = new Load(plan, stripe, people, Instant.now().getEpochSecond())) {
            var chaos = new Chaos(stack, plan, load, replays, repairs, out);
            faults.begin();
            load.start();
            chaos.run();
            load.finish();
            Map<String, Long> hits = faults.end();
            say("everything runs and is whole again; draining");
            var poison = new Poison(endpoints, sandbox, stripe, ledger, plan.seed());
            // What does not come to rest by itself would only disturb the measurement.
            if (drain("drain after the last fault")) {
                beQuietAndSick(load.companies(), poison);
                drain("drain after the isolation phase");
            } else {
                violations.add(new Violation(Kind.NOT_REACHED, "poison and the isolation phase"));
            }
            judge(load, poison);
            tellWhatWasThrown(load, poison, hits, chaos);
            violations.addAll(chaos.violations());
        }
        return new Report(plan.seed(), thrown, measured, violations);
    }

    private boolean drain(String what) {
        Drain.Drained drained = new Drain(sandbox, queues, ledger).run();
        violations.addAll(drained.leftOver());
        measured.put(what, "%.1f s (allowed %d)".formatted(drained.millis() / 1000.0, Drain.PATIENCE.toSeconds()));
        drained.leftOver().forEach(violation -> say("left over: " + violation.what()));
        return drained.leftOver().isEmpty();
    }

    private void beQuietAndSick(List<Company> companies, Poison poison) {
        say("poison, and entities that fail beside healthy ones");
        poison.pour(companies);
        Isolation.Measured isolation = new Isolation(stripe, sandbox, ledger, people, plan.probes())
                .run(companies.subList(3, companies.size()));
        violations.addAll(isolation.violations());
        measured.put("webhook to effect, healthy lanes alone", shown(isolation.alone()));
        measured.put("webhook to effect, healthy lanes beside failing ones", shown(isolation.beside()));
        measured.put("failures of the failing ones meanwhile", Long.toString(isolation.failures()));
        measured.put("compared", isolation.comparisons() + " times, the last counts");
        companies.stream()
                .filter(company -> Integer.parseInt(company.key().substring(1)) % 10 == 9)
                .forEach(company -> stripe.deliver(company.end()));
        drain("drain before poison is mended");
        poison.mend();
    }

    private static String shown(Latencies latencies) {
        return "p99 %d ms, median %d ms, n = %d"
                .formatted(
                        latencies.p99(), latencies.median(), latencies.millis().size());
    }

    private void judge(Load load, Poison poison) {
        say("judging");
        List<Effect> effects = ledger.all();
        FinalState state = new FinalStateReader(http, endpoints).read(effects);
        List<Expectation> expectations =
                load.companies().stream().map(Company::expectation).toList();
        violations.addAll(stripe.violations());
        violations.addAll(Judge.violations(expectations, effects, state));
        violations.addAll(new Crosscheck(givenUpByZendesk()).violations(state));
        violations.addAll(queues.messagesLost());
        violations.addAll(queues.replayedTwice());
        violations.addAll(replays.violations());
        violations.addAll(repairs.violations());
        violations.addAll(poison.violations(queues));
        violations.addAll(new Canary(stack.secrets()).findIn(stack.logs()));
        if (stripe.accepted().isEmpty()) {
            violations.add(new Violation(Kind.NOT_REACHED, "no webhook was accepted at all"));
        }
        measured.put("effects in the ledger", Integer.toString(effects.size()));
        measured.put("logs searched for secrets", Integer.toString(stack.logs().size()));
    }

    /** Zendesk sends an event a few times only; what it gave up was never accepted. */
    private Map<String, Long> givenUpByZendesk() {
        List<String> tenants = new ArrayList<>();
        for (JsonNode webhook : sandbox.webhooks()) {
            if (webhook.path("state").asText().equals("given-up")) {
                tenants.add(webhook.path("account").asText());
            }
        }
        return tenants.stream().collect(Collectors.groupingBy(tenant -> tenant, Collectors.counting()));
    }

    private void tellWhatWasThrown(Load load, Poison poison, Map<String, Long> hits, Chaos chaos) {
        thrown.put("companies of 3 tenants", (long) load.companies().size());
        thrown.put("webhooks of Stripe sent", stripe.sent.sum());
        thrown.put("  of these duplicates", stripe.duplicates.sum());
        thrown.put("  of these in the wrong order", (long) load.reordered.get());
        thrown.put("  of these with a wrong signature, refused", stripe.forged.sum());
        thrown.put("  events accepted", (long) stripe.accepted().size());
        thrown.put("  sent again because not answered 2xx", stripe.repeated.sum());
        thrown.put("acts of people at HubSpot and Zendesk", people.acts());
        Map<String, Long> webhooks = new TreeMap<>();
        sandbox.webhooks()
                .forEach(webhook -> webhooks.merge(
                        "webhooks of " + webhook.path("provider").asText() + " "
                                + webhook.path("state").asText(),
                        1L,
                        Long::sum));
        thrown.putAll(webhooks);
        thrown.put("poison declared", (long) poison.thrown());
        replays.told().forEach(thrown::put);
        hits.forEach((kind, count) -> thrown.put("provider: " + kind, count));
        chaos.thrown().forEach((what, count) -> thrown.put(what, count.sum()));
        measured.put("the whole run", "%d s".formatted((System.nanoTime() - began) / 1_000_000_000));
    }

    private void say(String line) {
        out.printf("  %4d s  %s%n", (System.nanoTime() - began) / 1_000_000_000, line);
    }
}
