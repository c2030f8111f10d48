package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
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
    static final class ListThem extends ListCommand {
        ListThem() {
            super("/lanes", "No such lanes.", "LANE", "WAITING", "HEAD", "STATE", "ATTEMPTS", "DUE", "WHY", "LACKS");
        }

        @Override
        Object[] cells(JsonNode row) {
            JsonNode head = row.path("head");
            List<String> lacks = new ArrayList<>();
            row.path("lacks").forEach(lack -> lacks.add(lack.asText()));
            return new Object[] {
                row.path("laneKey").asText(),
                row.path("waiting").asLong(),
                head.path("type").asText(),
                head.path("state").asText(),
                head.path("attempts").asInt(),
                Shown.time(head.path("dueAt")),
                why(row, head),
                String.join(" ", lacks)
            };
        }

        private static String why(JsonNode row, JsonNode head) {
            if (row.hasNonNull("pausedUntil")) {
                return "connection rests until " + Shown.time(row.path("pausedUntil")) + " after "
                        + row.path("pauseReason").asText();
            }
            if (head.hasNonNull("failureCode")) {
                return head.path("failureCode").asText() + " "
                        + head.path("failureDetail").asText();
            }
            return row.hasNonNull("heldBy") ? "at work in " + row.path("heldBy").asText() : "";
        }
    }

    @Command(name = "retry-now", description = "Let the head of a lane try at once.", mixinStandardHelpOptions = true)
    static final class RetryNow extends OnLane {}

    @Command(
            name = "mark-clean",
            description = "Note that somebody has seen to what a dirty lane lacks.",
            mixinStandardHelpOptions = true)
    static final class MarkClean extends OnLane {}

    /** An act on one lane, which is named like the command. */
    abstract static class OnLane extends ActCommand {
        @Parameters(paramLabel = "LANE", description = "Its key, in quotes.")
        String lane = "";

        @Override
        final void run() {
            out.println(lane + ": "
                    + act("/lanes/" + spec.name(), Map.of("lane", lane))
                            .path("done")
                            .asText());
        }
    }
}
