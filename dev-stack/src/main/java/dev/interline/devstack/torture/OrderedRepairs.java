package dev.interline.devstack.torture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.devstack.torture.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody deletes a tenant's webhook endpoint at Stripe, and an operator orders that it is mended. Whenever the process dies
 * meanwhile, there is one endpoint in the end, and its secret is ours.
 */
final class OrderedRepairs {
    static final String SERVICE = "billing-connector";
    private static final String TENANT = "acme";
    private static final String CONNECTION = TENANT + "-stripe";
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final Http http;
    private final Endpoints endpoints;
    private volatile boolean deleted;

    OrderedRepairs(Http http, Endpoints endpoints) {
        this.http = http;
        this.endpoints = endpoints;
    }

    /** Deletes what there is, once, and orders a repair unless one is under way; to be called until something is reached. */
    void breakAndOrder() {
        if (!deleted) {
            present()
                    .orElse(List.of())
                    .forEach(endpoint -> http.delete(
                            stripe() + "/v1/webhook_endpoints/"
                                    + endpoint.path("id").asText(),
                            stripeKey()));
            deleted = present().filter(List::isEmpty).isPresent();
        }
        if (deleted && !status().hasNonNull("asked")) {
            order();
        }
    }

    /** Orders repairs until nothing is wrong any more; what stays wrong the judgement tells. */
    void finish() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (deleted && !isWell() && System.nanoTime() < deadline) {
            if (!status().hasNonNull("asked")) {
                order();
            }
            Pause.millis(LOOK_AGAIN_MILLIS);
        }
    }

    private boolean isWell() {
        JsonNode status = status();
        return !status.hasNonNull("asked")
                && status.hasNonNull("checkedAt")
                && status.path("findings").isEmpty()
                && status.path("failures").asInt() == 0;
    }

    /** What is not as it should be when all is done. */
    List<Violation> violations() {
        List<Violation> found = new ArrayList<>();
        if (!deleted) {
            return found;
        }
        int left = present().map(List::size).orElse(0);
        if (left != 1) {
            found.add(new Violation(
                    left == 0 ? Kind.LOST : Kind.DONE_TWICE,
                    "after its repair " + CONNECTION + " has " + left + " endpoints at Stripe"));
        }
        if (!isWell()) {
            found.add(new Violation(Kind.WRONG_STATE, "the repair of " + CONNECTION + " never ended: " + status()));
        }
        return found;
    }

    /** The endpoints at Stripe that lead to us; empty if Stripe does not answer. */
    private Optional<List<JsonNode>> present() {
        Http.Answer answer = http.get(stripe() + "/v1/webhook_endpoints", stripeKey());
        if (!answer.ok()) {
            return Optional.empty();
        }
        List<JsonNode> ours = new ArrayList<>();
        String url = endpoints.of(TENANT, "stripe", "webhookUrl");
        for (JsonNode endpoint : answer.json().path("data")) {
            if (endpoint.path("url").asText().equals(url)) {
                ours.add(endpoint);
            }
        }
        return Optional.of(ours);
    }

    private JsonNode status() {
        return http.get(admin(""), adminKey()).json();
    }

    private void order() {
        http.post(admin("/repair"), "{\"reason\":\"torture\"}", adminKey());
    }

    private String admin(String act) {
        return endpoints.services().get(SERVICE) + "/admin/v1/subscriptions/" + CONNECTION + act;
    }

    private Map<String, String> adminKey() {
        return Map.of("Authorization", "Bearer " + endpoints.adminKey());
    }

    private String stripe() {
        return endpoints.of(TENANT, "stripe", "apiBase");
    }

    private Map<String, String> stripeKey() {
        return Map.of("Authorization", "Bearer " + endpoints.of(TENANT, "stripe", "apiToken"));
    }
}
