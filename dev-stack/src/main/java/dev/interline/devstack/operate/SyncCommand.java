package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is read from the providers on our own account. */
@Command(
        name = "sync",
        description = "Look at what is read from the providers on our own account, and steer it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SyncCommand.ListThem.class,
            SyncCommand.RunNow.class,
            SyncCommand.Pause.class,
            SyncCommand.Resume.class,
            SyncCommand.Compare.class,
            SyncCommand.Confirm.class,
            SyncCommand.Cancel.class
        })
public final class SyncCommand {

    @Command(
            name = "list",
            description = "List standing syncs, then backfills and comparisons, newest first.",
            mixinStandardHelpOptions = true)
    static final class ListThem extends OperateCommand {
        @Option(names = "-n", paramLabel = "ROWS", description = "At most so many of each service (default: 50).")
        int limit = 50;

        @Override
        void run() {
            Map<String, List<String>> query = Map.of("limit", List.of(Integer.toString(limit)));
            SyncTable.of(asked(), query).print(out, "Nothing is read from any provider.");
        }
    }

    @Command(name = "run", description = "Let a sync read at once.", mixinStandardHelpOptions = true)
    static final class RunNow extends SyncChange {}

    @Command(
            name = "pause",
            description = "Halt a sync after its present page, until it is resumed.",
            mixinStandardHelpOptions = true)
    static final class Pause extends SyncChange {}

    @Command(
            name = "resume",
            description = "Let a paused sync go on where it stopped.",
            mixinStandardHelpOptions = true)
    static final class Resume extends SyncChange {}

    @Command(
            name = "cancel",
            description = "End a comparison; nothing more is told as deleted.",
            mixinStandardHelpOptions = true)
    static final class Cancel extends SyncChange {}

    @Command(
            name = "compare",
            description = "Read all records once, to find those that were deleted.",
            mixinStandardHelpOptions = true)
    static final class Compare extends SyncStart {
        @Override
        Map<String, Object> asked(Map<String, Object> body) {
            body.put("kind", "COMPARISON");
            return body;
        }
    }

    @Command(
            name = "confirm-deletions",
            description = "Say that what a refused comparison misses was really deleted.",
            mixinStandardHelpOptions = true)
    static final class Confirm extends ActCommand {
        @Parameters(paramLabel = "ID", description = "As the list shows it.")
        String id = "";

        @Option(
                names = "--missing",
                paramLabel = "N",
                required = true,
                description = "How many records are missing, as the list shows it.")
        long missing;

        @Override
        void run() {
            JsonNode done = act("/syncs/" + AdminApi.encode(id) + "/confirm-deletions", Map.of("missing", missing));
            out.println(id + " is " + done.path("state").asText().toLowerCase(Locale.ROOT));
        }
    }
}
