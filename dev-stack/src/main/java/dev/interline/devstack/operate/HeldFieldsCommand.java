package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Facts that two systems set against each other. */
@Command(
        name = "held-fields",
        description = "Look at fields that two systems set against each other, and let them go.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HeldFieldsCommand.ListThem.class, HeldFieldsCommand.Release.class})
public final class HeldFieldsCommand {

    @Command(
            name = "list",
            description = "List them, longest held first; values are not kept.",
            mixinStandardHelpOptions = true)
    static final class ListThem extends OperateCommand {
        @Option(
                names = "-n",
                paramLabel = "ROWS",
                description = "At most so many of each service (default: ${DEFAULT-VALUE}).")
        int limit = 50;

        @Override
        void run() {
            Table table = Table.ofServices("TENANT", "RECORD", "FIELD", "SYSTEMS", "CHANGES", "HELD SINCE");
            for (AdminApi api : asked()) {
                api.get("/held-fields", Map.of("limit", List.of(Integer.toString(limit))))
                        .path("items")
                        .forEach(row -> table.rowOf(api.service(), cells(row)));
            }
            table.print(out, "No field is held.");
        }

        private static Object[] cells(JsonNode row) {
            List<String> systems = new ArrayList<>();
            row.path("systems").forEach(system -> systems.add(system.asText()));
            return new Object[] {
                row.path("tenant").asText(),
                row.path("record").asText(),
                row.path("field").asText(),
                String.join(" ", systems),
                row.path("changes").asInt(),
                Shown.time(row.path("heldAt"))
            };
        }
    }

    @Command(
            name = "release",
            description = "Let a field go: its next change is told again. What was parked stays a dead letter.",
            mixinStandardHelpOptions = true)
    static final class Release extends ActCommand {
        @Parameters(paramLabel = "TENANT")
        String tenant = "";

        @Parameters(paramLabel = "RECORD")
        String record = "";

        @Parameters(paramLabel = "FIELD")
        String field = "";

        @Override
        void run() {
            act("/held-fields/release", Map.of("tenant", tenant, "record", record, "field", field));
            out.println(field + " of " + record + " goes on");
        }
    }
}
