package dev.interline.testkit.route;

import java.util.Map;
import java.util.Set;

/** Which of Camel's patterns routes may use, and why not the others. */
final class StepCatalog {

    /** What is known to lose nothing within one delivery. */
    static final Set<String> ALLOWED = Set.of(
            "to",
            "choice",
            "filter",
            "split",
            "multicast",
            "idempotentConsumer",
            "setHeader",
            "setHeaders",
            "setBody",
            "setProperty",
            "removeHeader",
            "removeHeaders",
            "removeProperty",
            "removeProperties",
            "log",
            "pipeline",
            "step",
            "stop",
            "doTry");

    /** Why not, and what instead. */
    record Ban(String reason, String remedy) {}

    private static final Ban DATA_AS_ADDRESS = new Ban(
            "takes its address from the message, and {{placeholders}} in it are resolved, secrets too",
            "choose among fixed endpoints with choice");
    private static final Ban MEMORY = new Ban(
            "keeps messages in memory, which is gone when the process is", "keep rows in a table of this service");
    private static final Ban OTHER_THREAD = new Ban(
            "hands the message to another thread, so that it is confirmed before it is done",
            "do it as a step, or send a message through an outbox channel");
    private static final Ban BLOCKS = new Ban(
            "holds the thread that reads the channel, and with it every other entity",
            "let the lane wait: retries, quotas and pauses are its work");
    private static final Ban CODE = new Ban(
            "runs code that no compiler and no test has seen", "write a bean with a test and call it with to: bean:");
    private static final Ban TRANSACTION = new Ban(
            "opens a transaction of its own; the delivery has one already, and outcomes must commit with it",
            "leave it out: events: and lane: are transactional");

    private static final Map<String, Ban> BANS = Map.ofEntries(
            Map.entry("toD", DATA_AS_ADDRESS),
            Map.entry("recipientList", DATA_AS_ADDRESS),
            Map.entry("dynamicRouter", DATA_AS_ADDRESS),
            Map.entry("routingSlip", DATA_AS_ADDRESS),
            Map.entry("enrich", DATA_AS_ADDRESS),
            Map.entry("pollEnrich", DATA_AS_ADDRESS),
            Map.entry("poll", DATA_AS_ADDRESS),
            Map.entry("wireTap", OTHER_THREAD),
            Map.entry("threads", OTHER_THREAD),
            Map.entry(
                    "loadBalance",
                    new Ban("sends a message here or there by chance or by failure", "choose with choice")),
            Map.entry(
                    "circuitBreaker",
                    new Ban(
                            "lets the route go on as if the call had been made while it is open: the command is lost",
                            "call provider:<operation>; a failure is classified and retried by the lane")),
            Map.entry("throttle", BLOCKS),
            Map.entry("delay", BLOCKS),
            Map.entry("sample", new Ban("drops messages", "filter by what they mean")),
            Map.entry("aggregate", MEMORY),
            Map.entry("resequence", MEMORY),
            Map.entry("claimCheck", MEMORY),
            Map.entry(
                    "loop",
                    new Ban(
                            "is bounded by data, if at all",
                            "let a bean make the list and split it, or let the lane come back")),
            Map.entry("script", CODE),
            Map.entry("process", CODE),
            Map.entry(
                    "bean", new Ban("can name a class, which runs any code", "use to: {uri: bean:<name>?method=<m>}")),
            Map.entry("kamelet", CODE),
            Map.entry(
                    "saga",
                    new Ban(
                            "forgets its state when the process ends",
                            "keep the process as a row that steps through commands")),
            Map.entry("transacted", TRANSACTION),
            Map.entry("policy", TRANSACTION),
            Map.entry(
                    "rollback",
                    new Ban(
                            "ends as a failure without a kind",
                            "throw a FailureException in a bean: its kind decides")),
            Map.entry(
                    "throwException",
                    new Ban(
                            "ends as a failure without a kind",
                            "throw a FailureException in a bean: its kind decides")),
            Map.entry(
                    "validate",
                    new Ban(
                            "ends as a failure without a kind",
                            "throw a FailureException in a bean: its kind decides")));

    private static final Ban UNKNOWN = new Ban(
            "is not among the patterns proved to lose nothing here",
            "use one of to, choice, filter, split, multicast, idempotentConsumer, set…, remove…, log, stop; or prove it and"
                    + " add it to StepCatalog");

    private StepCatalog() {}

    /** Why the step may not be used. */
    static Ban banOf(String eip) {
        return BANS.getOrDefault(eip, UNKNOWN);
    }
}
