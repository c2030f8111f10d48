package dev.interline.devstack.torture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each service can be made to die, by the names its system property {@value #PROPERTY} knows them by. A test holds
 * them to the services' own.
 */
final class FailPoints {
    static final String PROPERTY = "interline.failpoint";

    private static final List<String> INGEST = List.of("ingest.after-insert", "ingest.after-commit");
    private static final List<String> RELAY = List.of("relay.after-send", "relay.after-ack");
    private static final List<String> ROUTE =
            List.of("route.before-tx", "route.inside-tx", "route.after-commit-before-offset");
    private static final String AFTER_INTENT = "dispatch.after-intent";
    private static final List<String> DISPATCH = List.of(
            "dispatch.after-claim", AFTER_INTENT, "dispatch.after-http-response", "dispatch.after-result-commit");

    private static final List<String> REPLAY = List.of("replay.inside-tx", "replay.after-commit");
    private static final List<String> SYNC = List.of("sync.inside-tx", "sync.after-commit");

    private static final List<String> REPAIR = List.of("repair.after-call");

    private FailPoints() {}

    /** Every fail point there is. */
    static List<String> all() {
        return joined(List.of(INGEST, RELAY, ROUTE, DISPATCH, REPLAY, SYNC, REPAIR));
    }

    /** Each fail point at one service that has it, spread so that the services die side by side. */
    static Map<String, List<String>> onceEach() {
        Map<String, List<String>> chains = new LinkedHashMap<>();
        chains.put(
                "routing-core",
                List.of("route.before-tx", "route.inside-tx", "route.after-commit-before-offset", "relay.after-ack"));
        chains.put(
                "billing-connector",
                List.of(
                        "ingest.after-commit",
                        "relay.after-send",
                        "replay.inside-tx",
                        "replay.after-commit",
                        "repair.after-call"));
        chains.put(
                "crm-connector",
                List.of("dispatch.after-claim", "sync.inside-tx", "dispatch.after-http-response", "sync.after-commit"));
        chains.put("support-connector", List.of(AFTER_INTENT, "dispatch.after-result-commit", "ingest.after-insert"));
        return chains;
    }

    /** Each fail point at every service that has it, that often; repairs once, as each leaves a new secret. */
    static Map<String, List<String>> everywhere(int rounds) {
        Map<String, List<String>> chains = new LinkedHashMap<>();
        chains.put("routing-core", repeated(List.of(RELAY, ROUTE), rounds));
        for (String connector : List.of("billing-connector", "crm-connector", "support-connector")) {
            chains.put(connector, repeated(List.of(INGEST, RELAY, ROUTE, DISPATCH, REPLAY, SYNC), rounds));
        }
        // Here billing is only read from, and a read declares no call.
        chains.computeIfPresent(
                OrderedRepairs.SERVICE,
                (service, chain) -> joined(List.of(
                        chain.stream()
                                .filter(failPoint -> !failPoint.equals(AFTER_INTENT))
                                .toList(),
                        REPAIR)));
        return chains;
    }

    /** Whether the service gets there only by asking its provider about customers it does not know. */
    static boolean needsNewcomers(String service, String failPoint) {
        return service.equals("billing-connector") && (ROUTE.contains(failPoint) || DISPATCH.contains(failPoint));
    }

    /** Whether the service gets there only in a replay, which somebody must order. */
    static boolean needsReplay(String failPoint) {
        return REPLAY.contains(failPoint);
    }

    /** Whether the service gets there only when a webhook subscription is mended, which somebody must break and order. */
    static boolean needsRepair(String failPoint) {
        return REPAIR.contains(failPoint);
    }

    private static List<String> repeated(List<List<String>> groups, int rounds) {
        List<String> chain = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            chain.addAll(joined(groups));
        }
        return chain;
    }

    private static List<String> joined(List<List<String>> groups) {
        return groups.stream().flatMap(List::stream).toList();
    }
}
