package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Doing again, on purpose. */
@Command(
        name = "replay",
        description = "Go through events or commands again: previewed, at a rate, resumable.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ReplayCommand.Events.class,
            ReplayCommand.Commands.class,
            ReplayCommand.ListThem.class,
            ReplayCommand.Show.class,
            ReplayCommand.Findings.class,
            ReplayCommand.Pause.class,
            ReplayCommand.Resume.class,
            ReplayCommand.Cancel.class
        })
public final class ReplayCommand {

    private static final long LOOK_AGAIN_MILLIS = 500;

    @Command(
            name = "events",
            description = "Read providers' events again by the present mapping, from their stored requests.",
            mixinStandardHelpOptions = true)
    static final class Events extends Start {
        @Override
        String source() {
            return "EVENTS";
        }
    }

    @Command(
            name = "commands",
            description = "Carry finished commands out again at their provider.",
            mixinStandardHelpOptions = true)
    static final class Commands extends Start {
        @Override
        String source() {
            return "COMMANDS";
        }
    }

    /** Starts a replay. */
    abstract static class Start extends OperateCommand {
        @Parameters(paramLabel = "ID", arity = "0..*", description = "Single ones, by id.")
        List<String> ids = List.of();

        @Mixin
        @SuppressWarnings("NullAway.Init")
        FilterOptions filter;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        ActOptions act;

        @Option(names = "--wait", description = "Wait until it is done, and show what was found.")
        boolean wait;

        abstract String source();

        @Override
        void run() {
            Map<String, Object> body = act.body(filter);
            body.put("source", source());
            if (!ids.isEmpty()) {
                body.put("filter", Map.of("ids", ids));
            }
            boolean any = false;
            for (AdminApi api : asked(act)) {
                any |= start(api, body);
            }
            if (!any) {
                throw new AdminFailure(422, "Nothing matches in any service.");
            }
        }

        private boolean start(AdminApi api, Map<String, Object> body) {
            Optional<JsonNode> answer = api.postToMatching("/replays", body);
            answer.ifPresent(started -> Shown.many(out, api.service(), started));
            String id = answer.map(started -> started.path("replay").path("id").asText())
                    .orElse("");
            if (wait && !id.isEmpty()) {
                Shown.replay(out, api.service(), awaitEnd(api, id));
                findings(this, id);
            }
            return answer.isPresent();
        }

        private static JsonNode awaitEnd(AdminApi api, String id) {
            while (true) {
                JsonNode replay = api.get("/replays/" + AdminApi.encode(id), Map.of());
                if (!replay.path("state").asText().equals("RUNNING")) {
                    return replay;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new AdminFailure(0, "interrupted; the replay goes on");
        }
    }

    /** A dry run's messages travel on, so every service is asked. */
    private static void findings(OperateCommand command, String id) {
        Table table = new Table("SERVICE", "AT", "TYPE", "ABOUT", "KIND", "DETAIL");
        for (AdminApi api : command.asked()) {
            JsonNode page = api.get("/replays/" + AdminApi.encode(id) + "/findings", Map.of("limit", List.of("500")));
            page.path("items")
                    .forEach(row -> table.row(
                            api.service(),
                            Shown.time(row.path("at")),
                            row.path("type").asText(),
                            row.path("subject").asText(),
                            row.path("kind").asText(),
                            row.path("detail").asText()));
        }
        table.print(command.out, "No findings yet.");
    }

    @Command(name = "list", description = "The replays, newest first.", mixinStandardHelpOptions = true)
    static final class ListThem extends OperateCommand {
        @Override
        void run() {
            for (AdminApi api : asked()) {
                api.get("/replays", Map.of()).forEach(replay -> Shown.replay(out, api.service(), replay));
            }
        }
    }

    @Command(name = "show", description = "How far a replay has come.", mixinStandardHelpOptions = true)
    static final class Show extends ShowCommand {
        Show() {
            super("/replays");
        }
    }

    @Command(
            name = "findings",
            description = "What a replay has met: what was passed over and why, and what a dry run would have done.",
            mixinStandardHelpOptions = true)
    static final class Findings extends OperateCommand {
        @Parameters(paramLabel = "REPLAY")
        String id = "";

        @Override
        void run() {
            findings(this, id);
        }
    }

    /** Changes the state of a replay. */
    abstract static class Change extends ChangeCommand {
        Change() {
            super("/replays");
        }
    }

    @Command(name = "pause", description = "Halt a replay until it is resumed.", mixinStandardHelpOptions = true)
    static final class Pause extends Change {}

    @Command(
            name = "resume",
            description = "Let a paused replay go on where it stopped.",
            mixinStandardHelpOptions = true)
    static final class Resume extends Change {}

    @Command(
            name = "cancel",
            description = "End a replay; what is on its way already goes on.",
            mixinStandardHelpOptions = true)
    static final class Cancel extends Change {}
}
