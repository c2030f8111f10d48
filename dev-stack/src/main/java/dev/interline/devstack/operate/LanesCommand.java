package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What waits, entity by entity. */
@Command(
        name = "lanes",
        description = "Look at what waits per entity, and let it try at once.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {LanesCommand.ListThem.class, LanesCommand.RetryNow.class, LanesCommand.MarkClean.class})
public final class LanesCommand {

    @Command(
            name = "list",
            description = "List lanes: waiting (usual), blocked or dirty.",
            mixinStandardHelpOptions = true)
    static final class ListThem extends OperateCommand {
        @Mixin
        @SuppressWarnings("NullAway.Init")
        FilterOptions filter;

        @Option(names = "-n", paramLabel = "ROWS", description = "At most so many of each service (default: 50).")
        int limit = 50;

        @Override
        void run() {
            Table table = new Table("SERVICE", "LANE", "WAITING", "HEAD", "STATE", "ATTEMPTS", "DUE", "WHY", "LACKS");
            for (AdminApi api : asked()) {
                api.get("/lanes", filter.query(limit)).path("items").forEach(row -> row(table, api.service(), row));
            }
            if (table.isEmpty()) {
                out.println("No such lanes.");
            } else {
                table.print(out);
            }
        }

        private static void row(Table table, String service, JsonNode row) {
            JsonNode head = row.path("head");
            String why = row.hasNonNull("pausedUntil")
                    ? "connection rests until " + Shown.time(row.path("pausedUntil")) + " after "
                            + row.path("pauseReason").asText()
                    : head.hasNonNull("failureCode")
                            ? head.path("failureCode").asText() + " "
                                    + head.path("failureDetail").asText()
                            : row.hasNonNull("heldBy")
                                    ? "at work in " + row.path("heldBy").asText()
                                    : "";
            table.row(
                    service,
                    row.path("laneKey").asText(),
                    row.path("waiting").asLong(),
                    head.path("type").asText(),
                    head.path("state").asText(),
                    head.path("attempts").asInt(),
                    Shown.time(head.path("dueAt")),
                    why,
                    String.join(" ", strings(row.path("lacks"))));
        }

        private static java.util.List<String> strings(JsonNode array) {
            java.util.List<String> texts = new java.util.ArrayList<>();
            array.forEach(text -> texts.add(text.asText()));
            return texts;
        }
    }

    @Command(name = "retry-now", description = "Let the head of a lane try at once.", mixinStandardHelpOptions = true)
    static final class RetryNow extends OnLane {
        @Override
        String act() {
            return "retry-now";
        }
    }

    @Command(
            name = "mark-clean",
            description = "Note that somebody has seen to what a dirty lane lacks.",
            mixinStandardHelpOptions = true)
    static final class MarkClean extends OnLane {
        @Override
        String act() {
            return "mark-clean";
        }
    }

    /** An act on one lane. */
    abstract static class OnLane extends OperateCommand {
        @Parameters(paramLabel = "LANE", description = "Its key, in quotes.")
        String lane = "";

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "Why; it is kept in the audit log.")
        String reason = "";

        abstract String act();

        @Override
        void run() {
            JsonNode done =
                    Services.first(asked(), api -> api.post("/lanes/" + act(), Map.of("lane", lane, "reason", reason)));
            out.println(lane + ": " + done.path("done").asText());
        }
    }
}
