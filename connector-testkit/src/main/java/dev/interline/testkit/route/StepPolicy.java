package dev.interline.testkit.route;

import dev.interline.testkit.route.YamlTree.Entry;
import dev.interline.testkit.route.YamlTree.Mapping;
import dev.interline.testkit.route.YamlTree.Scalar;
import dev.interline.testkit.route.YamlTree.Sequence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Walks through the steps of one route and holds each to the rules of the house. */
final class StepPolicy {

    /** Beyond that nobody reads a route as prose. */
    static final int MOST_STEPS = 15;

    private static final Pattern PHRASE = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");
    private static final Set<String> BRANCHES = Set.of("when", "otherwise", "doCatch", "doFinally", "onFallback");
    private static final Set<String> PARALLEL =
            Set.of("parallelProcessing", "parallelAggregate", "executorService", "timeout");

    private final EndpointPolicy endpoints;
    private final boolean needsInbox;
    private final Findings findings;
    private final Map<String, Integer> ids = new HashMap<>();
    private int steps;
    private boolean inboxSeen;

    /** @param needsInbox whether what the route reads may come twice */
    StepPolicy(EndpointPolicy endpoints, boolean needsInbox, Findings findings) {
        this.endpoints = endpoints;
        this.needsInbox = needsInbox;
        this.findings = findings;
    }

    /** @param from the route's {@code from} */
    void check(YamlTree from) {
        from.get("steps").ifPresent(list -> walk(list, false));
        if (steps == 0) {
            findings.add(from.line(), "steps", "the route does nothing with what it reads", "add steps below from");
        }
        if (steps > MOST_STEPS) {
            findings.add(
                    from.lineOf("steps"),
                    "steps",
                    steps + " steps, more than " + MOST_STEPS,
                    "move a part that has a name of its own into a direct: route");
        }
        if (needsInbox && !inboxSeen) {
            findings.add(
                    from.line(),
                    "inbox",
                    "events and results may come twice, and this route would act twice",
                    "put the steps into idempotentConsumer with idempotentRepository: \"#inbox\" and ${header.ce-id}");
        }
    }

    private void walk(YamlTree list, boolean once) {
        if (!(list instanceof Sequence sequence)) {
            return;
        }
        for (YamlTree item : sequence.items()) {
            if (item instanceof Mapping step) {
                for (Entry entry : step.entries()) {
                    step(entry, once);
                }
            }
        }
    }

    private void step(Entry step, boolean once) {
        steps++;
        String eip = step.key();
        YamlTree options = step.value();
        if (!StepCatalog.ALLOWED.contains(eip)) {
            StepCatalog.Ban ban = StepCatalog.banOf(eip);
            findings.add(step.line(), "eip", eip + " " + ban.reason(), ban.remedy());
        }
        id(eip, step.line(), options);
        if (options.get("disabled").orElse(null) instanceof Scalar disabled && disabled.isTrue()) {
            findings.add(step.line(), "disabled-step", eip + " is switched off, which nobody sees later", "remove it");
        }
        switch (eip) {
            case "to" -> to(step, once);
            case "split", "multicast" -> fanOut(step);
            case "idempotentConsumer" -> idempotentConsumer(step);
            case "log" ->
                ExpressionPolicy.simple(
                        options instanceof Scalar scalar ? scalar.text() : options.text("message"),
                        options.lineOf("message"),
                        "log",
                        findings);
            default -> {}
        }
        options(eip, options, once || eip.equals("idempotentConsumer"));
    }

    /** What stands in a step: its expressions, its branches, the steps below it. */
    private void options(String eip, YamlTree node, boolean once) {
        switch (node) {
            case Scalar scalar -> {}
            case Sequence sequence -> sequence.items().forEach(item -> options(eip, item, once));
            case Mapping mapping -> {
                for (Entry entry : mapping.entries()) {
                    option(eip, mapping, entry, once);
                }
            }
        }
    }

    private void option(String eip, Mapping mapping, Entry entry, boolean once) {
        if (entry.key().equals("steps")) {
            walk(entry.value(), once);
        } else if (BRANCHES.contains(entry.key())) {
            branches(eip, entry, once);
        } else if (ExpressionPolicy.LANGUAGES.contains(entry.key())) {
            ExpressionPolicy.check(entry.key(), entry.line(), entry.value(), eip, findings);
            if (mapping.get("id").isPresent() || mapping.get("name").isPresent()) {
                findings.add(
                        entry.line(),
                        "canonical-notation",
                        "'" + entry.key() + "' stands beside the options of " + eip,
                        "write expression: {" + entry.key() + ": {expression: …}}, as Kaoto does");
            }
        } else if (PARALLEL.contains(entry.key()) && isSet(entry.value())) {
            findings.add(
                    entry.line(),
                    "parallel",
                    entry.key() + " leaves the thread, and with it the transaction of the delivery",
                    "remove it; what may run side by side belongs into different lanes");
        } else if (!entry.key().equals("parameters")) {
            options(eip, entry.value(), once);
        }
    }

    private void branches(String eip, Entry branch, boolean once) {
        if (branch.key().equals("doCatch") || branch.key().equals("onFallback")) {
            findings.add(
                    branch.line(),
                    "eip",
                    branch.key() + " goes on with a half-made message, and what was half done is committed",
                    "let the failure escape: the endpoint decides by its kind; for a refusal that is expected write"
                            + " provider:<operation>?tolerate=<code>");
        }
        Sequence several =
                branch.value() instanceof Sequence list ? list : new Sequence(List.of(branch.value()), branch.line());
        for (YamlTree one : several.items()) {
            if (branch.key().equals("when") || branch.key().equals("otherwise")) {
                id(branch.key(), one.line(), one);
            }
            options(eip, one, once);
        }
    }

    private void id(String eip, int line, YamlTree options) {
        String id = options.text("id");
        if (id.isEmpty()) {
            findings.add(
                    line,
                    "step-id",
                    eip + " has no id, so neither a trace nor a failure can name it",
                    "add an id that reads as a phrase: skip-already-handled");
        } else if (!PHRASE.matcher(id).matches()) {
            findings.add(
                    options.lineOf("id"), "step-id", "the id '" + id + "' is not kebab-case", "write-it-like-this");
        } else {
            Integer before = ids.putIfAbsent(id, line);
            if (before != null) {
                findings.add(
                        options.lineOf("id"),
                        "step-id",
                        "the id '" + id + "' stands in line " + before + " already",
                        "say what is different about this step");
            }
        }
    }

    private void to(Entry step, boolean once) {
        if (step.value() instanceof Scalar) {
            findings.add(step.line(), "canonical-notation", "'to' in short form", "write to: {id: …, uri: …}");
        }
        endpoints.check(step.value(), false, findings);
        if (needsInbox && inboxSeen && !once) {
            findings.add(
                    step.line(),
                    "inbox",
                    "this step runs for duplicates too: it is outside of the idempotentConsumer",
                    "move it below the steps of the idempotentConsumer");
        }
    }

    private void fanOut(Entry step) {
        boolean stops = step.value().get("stopOnException").orElse(null) instanceof Scalar flag && flag.isTrue();
        if (!stops) {
            findings.add(
                    step.line(),
                    "stop-on-exception",
                    step.key() + " goes on after a part has failed, and the whole counts as done",
                    "add stopOnException: true");
        }
    }

    private void idempotentConsumer(Entry step) {
        String repository = step.value().text("idempotentRepository");
        if (repository.equals("#inbox")) {
            inboxSeen = true;
        } else {
            findings.add(
                    step.value().lineOf("idempotentRepository"),
                    "inbox",
                    "the repository '" + repository
                            + "' does not commit with the effect: after a crash messages are lost" + " or done twice",
                    "write idempotentRepository: \"#inbox\"");
        }
        for (String option : new String[] {"eager", "skipDuplicate"}) {
            if (step.value().get(option).orElse(null) instanceof Scalar flag && !flag.isTrue()) {
                findings.add(
                        step.value().lineOf(option),
                        "inbox",
                        option + ": false lets a duplicate through",
                        "remove the option");
            }
        }
    }

    private static boolean isSet(YamlTree value) {
        return !(value instanceof Scalar scalar && scalar.text().equalsIgnoreCase("false"));
    }
}
