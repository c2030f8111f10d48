package dev.interline.devstack.operate;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
    static final class ListThem extends OperateCommand {
        @Mixin
        @SuppressWarnings("NullAway.Init")
        FilterOptions filter;

        @Option(names = "-n", paramLabel = "ROWS", description = "At most so many of each service (default: 50).")
        int limit = 50;

        @Override
        void run() {
            Table table = new Table("SERVICE", "ID", "CONNECTION", "RECEIVED", "TYPE", "KEY", "STATE", "REASON");
            for (AdminApi api : asked()) {
                api.get("/events", filter.query(limit))
                        .path("items")
                        .forEach(row -> table.row(
                                api.service(),
                                row.path("id").asText(),
                                row.path("connection")
                                        .path("value")
                                        .asText(row.path("connection").asText()),
                                Shown.time(row.path("receivedAt")),
                                row.path("type").asText(),
                                row.path("dedupeKey").asText(),
                                row.path("state").asText(),
                                row.path("reason").isNull()
                                        ? ""
                                        : row.path("reason").asText()));
            }
            if (table.isEmpty()) {
                out.println("No such events.");
            } else {
                table.print(out);
            }
        }
    }

    @Command(
            name = "show",
            description = "One event with its request; free text is left out.",
            mixinStandardHelpOptions = true)
    static final class Show extends OperateCommand {
        @Parameters(paramLabel = "ID")
        String id = "";

        @Override
        void run() {
            Shown.json(out, Services.first(asked(), api -> api.get("/events/" + AdminApi.encode(id), Map.of())));
        }
    }
}
