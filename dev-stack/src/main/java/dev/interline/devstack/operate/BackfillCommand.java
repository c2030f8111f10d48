package dev.interline.devstack.operate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** History, read once. */
@Command(
        name = "backfill",
        description = "Have told once what was at a provider before.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BackfillCommand.Start.class,
            BackfillCommand.Pause.class,
            BackfillCommand.Resume.class,
            BackfillCommand.Cancel.class,
            BackfillCommand.Status.class
        })
public final class BackfillCommand {

    @Command(
            name = "start",
            description = "Start one. It yields to live traffic, and can be paused.",
            mixinStandardHelpOptions = true)
    static final class Start extends SyncStart {
        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "From this time on: 2026-11-21T08:00:00Z, or how long ago: 12h, 90d (default: all).")
        @Nullable
        String since;

        @Override
        Map<String, Object> asked(Map<String, Object> body) {
            body.put("kind", "BACKFILL");
            String from = FilterOptions.time(since);
            if (from != null) {
                body.put("since", from);
            }
            return body;
        }
    }

    @Command(
            name = "pause",
            description = "Halt a backfill after its present page, until it is resumed.",
            mixinStandardHelpOptions = true)
    static final class Pause extends SyncChange {}

    @Command(
            name = "resume",
            description = "Let a paused backfill go on where it stopped.",
            mixinStandardHelpOptions = true)
    static final class Resume extends SyncChange {}

    @Command(
            name = "cancel",
            description = "End a backfill; what it has told stays told.",
            mixinStandardHelpOptions = true)
    static final class Cancel extends SyncChange {}

    @Command(
            name = "status",
            description = "How far backfills have come, and how long they will take.",
            mixinStandardHelpOptions = true)
    static final class Status extends OperateCommand {
        @Parameters(paramLabel = "ID", arity = "0..1", description = "Only this one, with all that is known of it.")
        @Nullable
        String id;

        @Override
        void run() {
            String one = id;
            if (one != null) {
                Shown.json(out, Services.first(asked(), api -> api.get("/syncs/" + AdminApi.encode(one), Map.of())));
                return;
            }
            SyncTable.of(asked(), Map.of("kind", List.of("BACKFILL"))).print(out, "There are no backfills.");
        }
    }
}
