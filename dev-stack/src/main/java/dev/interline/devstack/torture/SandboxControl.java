package dev.interline.devstack.torture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.devstack.DevStackFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sandbox's control plane: its ledger, its faults, its webhooks, and the people who act at a provider. */
final class SandboxControl {
    private static final int PAGE = 2_000;

    private final Http http;
    private final Endpoints endpoints;

    SandboxControl(Http http, Endpoints endpoints) {
        this.http = http;
        this.endpoints = endpoints;
    }

    /** All rows of the ledger after that one. */
    List<Effect> ledgerAfter(long sequence) {
        List<Effect> rows = new ArrayList<>();
        long after = sequence;
        while (true) {
            JsonNode page = get("/ledger?afterSequence=" + after + "&limit=" + PAGE);
            page.forEach(row -> rows.add(Effect.of(row)));
            if (page.size() < PAGE) {
                return rows;
            }
            after = rows.getLast().sequence();
        }
    }

    /** Puts a fault in force; answers its id. */
    String fail(Map<String, Object> fault) {
        Http.Answer answer = http.post(
                endpoints.sandbox() + "/_sandbox/faults",
                Http.JSON.valueToTree(fault).toString(),
                Map.of());
        if (!answer.ok()) {
            throw new DevStackFailure("The sandbox refused the fault " + fault + ": " + answer.body());
        }
        return answer.json().path("id").asText();
    }

    /** The faults in force, with how often each hit. */
    JsonNode faults() {
        return get("/faults");
    }

    void mend(String fault) {
        http.delete(endpoints.sandbox() + "/_sandbox/faults/" + fault, Map.of());
    }

    /** Every webhook the sandbox sent or is to send. */
    JsonNode webhooks() {
        return get("/webhooks");
    }

    /** A person acts at a provider; whether the sandbox let them. */
    Http.Answer act(String path, Object body) {
        return http.post(
                endpoints.sandbox() + "/_sandbox" + path,
                Http.JSON.valueToTree(body).toString(),
                Map.of());
    }

    private JsonNode get(String path) {
        Http.Answer answer = http.get(endpoints.sandbox() + "/_sandbox" + path, Map.of());
        if (!answer.ok()) {
            throw new DevStackFailure("The sandbox answered " + path + " with " + answer.status() + ".");
        }
        return answer.json();
    }
}
