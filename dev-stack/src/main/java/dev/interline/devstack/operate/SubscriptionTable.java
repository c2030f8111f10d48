package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Subscriptions in rows. */
final class SubscriptionTable {

    private final Table table =
            new Table("SERVICE", "CONNECTION", "SUBSCRIPTION", "CHECKED", "HEARTBEAT", "TOOK", "FINDINGS");

    void row(String service, JsonNode one) {
        JsonNode heartbeat = one.path("heartbeat");
        table.row(
                service,
                one.path("connection").asText(),
                one.hasNonNull("keptBy")
                        ? "as " + one.path("keptBy").asText()
                        : one.path("subscription").asText(""),
                Shown.time(one.path("checkedAt")),
                heartbeat.hasNonNull("failure")
                        ? heartbeat.path("failure").asText()
                        : Shown.time(heartbeat.path("throughAt")),
                heartbeat.hasNonNull("tookMillis")
                        ? heartbeat.path("tookMillis").asText() + " ms"
                        : "",
                findings(one));
    }

    void print(PrintStream out) {
        table.print(out);
    }

    private static String findings(JsonNode one) {
        if (one.hasNonNull("failureCode")) {
            return one.path("failureCode").asText() + " "
                    + one.path("failureDetail").asText();
        }
        List<String> findings = new ArrayList<>();
        one.path("findings")
                .forEach(finding -> findings.add(finding.path("kind").asText() + ": "
                        + finding.path("detail").asText()));
        return findings.isEmpty() && one.hasNonNull("checkedAt") ? "none" : String.join("; ", findings);
    }
}
