package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the state of something that runs for long. The command's name is the act's: pause, resume, cancel. */
abstract class ChangeCommand extends OperateCommand {

    @Parameters(paramLabel = "ID", description = "As a list shows it.")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept in the audit log.")
    private String reason = "";

    private final String path;

    /** @param path where a service lists such things */
    ChangeCommand(String path) {
        this.path = path;
    }

    @Override
    final void run() {
        JsonNode done = Services.first(
                asked(),
                api -> api.post(path + "/" + AdminApi.encode(id) + "/" + spec.name(), Map.of("reason", reason)));
        out.println(id + " is " + done.path("state").asText().toLowerCase(Locale.ROOT));
    }
}
