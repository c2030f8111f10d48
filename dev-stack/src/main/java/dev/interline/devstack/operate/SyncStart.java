package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has records read once. */
abstract class SyncStart extends OperateCommand {
    @Parameters(index = "0", paramLabel = "CONNECTION", description = "Its id: acme-hubspot.")
    String connection = "";

    @Parameters(index = "1", paramLabel = "RECORDS", description = "What 'sync list' shows: companies.")
    String resource = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept in the audit log.")
    String reason = "";

    /** The request with what this command wants of it. */
    abstract Map<String, Object> asked(Map<String, Object> body);

    @Override
    void run() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("connection", connection);
        body.put("resource", resource);
        body.put("reason", reason);
        Map<String, Object> request = asked(body);
        JsonNode started = Services.first(asked(), api -> api.post("/syncs", request));
        out.println(started.path("id").asText() + " is running");
    }
}
