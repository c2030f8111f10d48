package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the state of a sync, a backfill or a comparison. */
abstract class SyncChange extends OperateCommand {
    @Parameters(paramLabel = "ID", description = "As a list shows it.")
    String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept in the audit log.")
    String reason = "";

    abstract String act();

    @Override
    void run() {
        JsonNode done = Services.first(
                asked(), api -> api.post("/syncs/" + AdminApi.encode(id) + "/" + act(), Map.of("reason", reason)));
        out.println(id + " is " + done.path("state").asText().toLowerCase(Locale.ROOT));
    }
}
