package dev.interline.devstack.operate;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** Has records read once. */
abstract class SyncStart extends ActCommand {
    @Parameters(index = "0", paramLabel = "CONNECTION", description = "Its id: acme-hubspot.")
    String connection = "";

    @Parameters(index = "1", paramLabel = "RECORDS", description = "What 'sync list' shows: companies.")
    String resource = "";

    /** The request with what this command wants of it. */
    abstract Map<String, Object> asked(Map<String, Object> body);

    @Override
    void run() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("connection", connection);
        body.put("resource", resource);
        out.println(act("/syncs", asked(body)).path("id").asText() + " is running");
    }
}
