package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Syncs, backfills and comparisons in rows. */
final class SyncTable {

    private SyncTable() {}

    /** What the services list. */
    static Table of(List<AdminApi> services, Map<String, List<String>> query) {
        Table table = Table.ofServices("ID", "KIND", "RECORDS", "STATE", "READ", "NEW", "LEFT", "LAG", "DUE", "WHY");
        for (AdminApi api : services) {
            api.get("/syncs", query).forEach(sync -> table.rowOf(api.service(), cells(sync)));
        }
        return table;
    }

    private static Object[] cells(JsonNode sync) {
        return new Object[] {
            sync.path("id").asText(),
            sync.path("kind").asText(),
            sync.path("connection").asText() + " " + sync.path("resource").asText(),
            sync.path("state").asText(),
            sync.path("seen").asLong(),
            sync.path("told").asLong(),
            left(sync),
            seconds(sync.path("lagSeconds")),
            Shown.time(sync.path("dueAt")),
            why(sync)
        };
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
                ? Duration.ofSeconds(seconds.asLong()).toString().substring(2).toLowerCase(Locale.ROOT)
                : "";
    }
}
