package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Syncs, backfills and comparisons in rows. */
final class SyncTable {

    private final Table table =
            new Table("SERVICE", "ID", "KIND", "RECORDS", "STATE", "READ", "NEW", "LEFT", "LAG", "DUE", "WHY");

    void row(String service, JsonNode sync) {
        table.row(
                service,
                sync.path("id").asText(),
                sync.path("kind").asText(),
                sync.path("connection").asText() + " " + sync.path("resource").asText(),
                sync.path("state").asText(),
                sync.path("seen").asLong(),
                sync.path("told").asLong(),
                left(sync),
                seconds(sync.path("lagSeconds")),
                Shown.time(sync.path("dueAt")),
                why(sync));
    }

    boolean isEmpty() {
        return table.isEmpty();
    }

    void print(java.io.PrintStream out) {
        table.print(out);
    }

    private static String left(JsonNode sync) {
        String records = sync.hasNonNull("remaining") ? sync.path("remaining").asText() : "";
        String time = seconds(sync.path("secondsLeft"));
        return time.isEmpty() ? records : records + " in " + time;
    }

    private static String why(JsonNode sync) {
        if (sync.path("state").asText().equals("REFUSED")) {
            return sync.path("missing").asLong() + " of " + sync.path("known").asLong()
                    + " are missing: confirm or cancel";
        }
        return sync.hasNonNull("failureCode")
                ? sync.path("failureCode").asText() + " "
                        + sync.path("failureDetail").asText()
                : "";
    }

    private static String seconds(JsonNode seconds) {
        return seconds.isNumber()
                ? Duration.ofSeconds(seconds.asLong()).toString().substring(2).toLowerCase(java.util.Locale.ROOT)
                : "";
    }
}
