package dev.interline.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Outsider;
import dev.interline.sandbox.exchange.Refusal;
import dev.interline.sandbox.exchange.Routes;
import dev.interline.sandbox.fault.Fault;
import dev.interline.sandbox.fault.FaultPlan;
import dev.interline.sandbox.state.Ledger;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.webhook.WebhookQueue;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What tests and the demo see and order: ledger, deliveries, faults, and people who act at a provider. */
public final class ControlPlane {
    private final Clock clock;
    private final StateStore store;
    private final Ledger ledger;
    private final WebhookQueue queue;
    private final FaultPlan faults;
    private final List<Outsider> outsiders;
    private final Runnable prepare;
    private final Routes<Handler> routes = new Routes<>();

    private interface Handler {
        Answer answer(ApiCall call, Routes.Match<Handler> match);
    }

    /**
     * @param outsiders who acts at each provider without its API
     * @param prepare puts in place what accounts have from the start, after a reset
     */
    public ControlPlane(
            Clock clock,
            StateStore store,
            Ledger ledger,
            WebhookQueue queue,
            FaultPlan faults,
            List<Outsider> outsiders,
            Runnable prepare) {
        this.clock = clock;
        this.store = store;
        this.ledger = ledger;
        this.queue = queue;
        this.faults = faults;
        this.outsiders = List.copyOf(outsiders);
        this.prepare = prepare;
        routes.read(
                        "GET",
                        "health",
                        (call, match) -> Answer.json(200, Json.object().put("status", "UP")))
                .read("GET", "ledger", (call, match) -> rows(call))
                .read("GET", "webhooks", (call, match) -> deliveries(call))
                .read("GET", "faults", (call, match) -> Answer.json(200, faults.toJson()))
                .read("POST", "faults", (call, match) -> addFault(call))
                .read("DELETE", "faults", (call, match) -> clearFaults())
                .read("DELETE", "faults/{id}", (call, match) -> removeFault(match.variable("id")))
                .read("POST", "reset", (call, match) -> reset());
    }

    /** Answers a call below {@code /_sandbox}. */
    public Answer answer(ApiCall call) {
        List<String> segments = call.segments().subList(1, call.segments().size());
        Optional<Outsider> outsider = outsiders.stream()
                .filter(one -> !segments.isEmpty() && one.provider().equals(segments.get(0)))
                .findFirst();
        try {
            if (outsider.isPresent()) {
                return store.change(() -> outsider.get().act(call, clock.instant()));
            }
            return routes.find(call.method(), segments)
                    .map(match -> match.handler().answer(call, match))
                    .orElseGet(() -> routes.knows(segments)
                            ? problem(405, "Method not allowed", call.method() + " does nothing here")
                            : problem(404, "Not found", "there is no " + call.path()));
        } catch (Refusal refusal) {
            return refusal.answer();
        } catch (IllegalArgumentException mistake) {
            return problem(400, "Bad request", String.valueOf(mistake.getMessage()));
        }
    }

    private Answer rows(ApiCall call) {
        long after = number(call, "afterSequence", 0);
        int limit = (int) Math.min(Integer.MAX_VALUE, number(call, "limit", Integer.MAX_VALUE));
        return Answer.json(
                200,
                store.read(() -> ledger.rows(
                        call.query().first("provider").orElse(null),
                        call.query().first("account").orElse(null),
                        after,
                        limit)));
    }

    private Answer deliveries(ApiCall call) {
        return Answer.json(
                200,
                queue.deliveries(
                        call.query().first("provider").orElse(null),
                        call.query().first("account").orElse(null)));
    }

    private Answer addFault(ApiCall call) {
        ObjectNode json = Json.objectOrNull(call.body());
        if (json == null) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        return Answer.json(201, Json.object().put("id", faults.add(Fault.fromJson(json))));
    }

    private Answer clearFaults() {
        faults.clear();
        return Answer.noContent();
    }

    private Answer removeFault(String id) {
        return faults.remove(id) ? Answer.noContent() : problem(404, "Not found", "there is no fault " + id);
    }

    private Answer reset() {
        return store.change(() -> {
            store.wipe();
            prepare.run();
            return Answer.noContent();
        });
    }

    private static long number(ApiCall call, String name, long otherwise) {
        return call.query()
                .first(name)
                .map(text -> {
                    if (!text.matches("[0-9]{1,18}")) {
                        throw new IllegalArgumentException("'" + name + "' must be a whole number");
                    }
                    return Long.parseLong(text);
                })
                .orElse(otherwise);
    }

    /** A problem detail of RFC 9457. */
    public static Answer problem(int status, String title, String detail) {
        Answer json = Answer.json(
                status,
                Json.object()
                        .put("type", "about:blank")
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail));
        return new Answer(status, json.headers(), "application/problem+json", json.body());
    }

    /** The answer when the sandbox itself is broken. */
    public static Answer defect() {
        return problem(500, "Sandbox defect", "the sandbox itself failed; its log says where");
    }
}
