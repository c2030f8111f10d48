package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** An act upon one thing, in the service that has it. Why is kept in the audit log. */
abstract class ActCommand extends OperateCommand {

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept in the audit log.")
    private String reason = "";

    /** Asks for the act with the reason and these members; answers what the service says. */
    JsonNode act(String path, Map<String, ?> members) {
        Map<String, Object> body = new LinkedHashMap<>(members);
        body.put("reason", reason);
        return Services.first(asked(), api -> api.post(path, body));
    }
}
