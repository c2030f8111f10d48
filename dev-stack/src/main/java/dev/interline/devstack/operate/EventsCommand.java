package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** What providers have sent. */
@Command(
        name = "events",
        description = "Look at the events that providers have sent.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {EventsCommand.ListThem.class, EventsCommand.Show.class})
public final class EventsCommand {

    @Command(
            name = "list",
            description = "List them; --state translated, refetching, ignored or unmappable.",
            mixinStandardHelpOptions = true)
    static final class ListThem extends ListCommand {
        ListThem() {
            super("/events", "No such events.", "ID", "CONNECTION", "RECEIVED", "TYPE", "KEY", "STATE", "REASON");
        }

        @Override
        Object[] cells(JsonNode row) {
            return new Object[] {
                row.path("id").asText(),
                row.path("connection")
                        .path("value")
                        .asText(row.path("connection").asText()),
                Shown.time(row.path("receivedAt")),
                row.path("type").asText(),
                row.path("dedupeKey").asText(),
                row.path("state").asText(),
                row.path("reason").isNull() ? "" : row.path("reason").asText()
            };
        }
    }

    @Command(
            name = "show",
            description = "One event with its request; free text is left out.",
            mixinStandardHelpOptions = true)
    static final class Show extends ShowCommand {
        Show() {
            super("/events");
        }
    }
}
