package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What could not be done and waits for a person. */
@Command(
        name = "dead-letters",
        description = "List, inspect, retry and discard what could not be done.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DeadLettersCommand.ListThem.class,
            DeadLettersCommand.Show.class,
            DeadLettersCommand.Retry.class,
            DeadLettersCommand.Discard.class
        })
public final class DeadLettersCommand {

    @Command(
            name = "list",
            description = "List them, the open ones unless --state says otherwise.",
            mixinStandardHelpOptions = true)
    static final class ListThem extends OperateCommand {
        @Mixin
        @SuppressWarnings("NullAway.Init")
        FilterOptions filter;

        @Option(names = "-n", paramLabel = "ROWS", description = "At most so many of each service (default: 50).")
        int limit = 50;

        @Override
        void run() {
            Table table = new Table(
                    "SERVICE", "ID", "QUEUE", "STATE", "SINCE", "TIMES", "TYPE", "ABOUT", "KIND", "CODE", "DETAIL");
            for (AdminApi api : asked()) {
                api.get("/dead-letters", filter.query(limit))
                        .path("items")
                        .forEach(row -> table.row(
                                api.service(),
                                row.path("id").asText(),
                                row.path("queue").asText(),
                                row.path("state").asText(),
                                Shown.time(row.path("createdAt")),
                                row.path("occurrences").asInt(),
                                row.path("type").asText(),
                                row.path("subject").asText(),
                                row.path("kind").asText(),
                                row.path("code").asText(),
                                row.path("detail").asText()));
            }
            if (table.isEmpty()) {
                out.println("No dead letters.");
            } else {
                table.print(out);
            }
        }
    }

    @Command(
            name = "show",
            description = "One with its errors, attempts and calls; free text is left out.",
            mixinStandardHelpOptions = true)
    static final class Show extends OperateCommand {
        @Parameters(paramLabel = "ID")
        String id = "";

        @Override
        void run() {
            Shown.json(out, Services.first(asked(), api -> api.get("/dead-letters/" + AdminApi.encode(id), Map.of())));
        }
    }

    @Command(
            name = "retry",
            description = "Send one, or all that match, on their way again.",
            mixinStandardHelpOptions = true)
    static final class Retry extends OperateCommand {
        @Parameters(paramLabel = "ID", arity = "0..1")
        @Nullable
        String id;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        FilterOptions filter;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        ActOptions act;

        @Override
        void run() {
            String one = id;
            if (one != null) {
                Map<String, String> body = Map.of("mode", act.mode(), "reason", act.requireReason());
                JsonNode done = Services.first(
                        asked(act), api -> api.post("/dead-letters/" + AdminApi.encode(one) + "/retry", body));
                out.println("Dead letter " + id + " is " + done.path("state").asText()
                        + (act.dryRun ? "; see: ./interline replay list" : ""));
                return;
            }
            Map<String, Object> body = act.body(filter);
            for (AdminApi api : asked(act)) {
                many(api, body, act.preview);
            }
        }

        private void many(AdminApi api, Map<String, Object> body, boolean preview) {
            try {
                JsonNode answer = api.post("/dead-letters/retry", body);
                if (preview) {
                    Shown.preview(out, api.service(), answer);
                } else {
                    Shown.replay(out, api.service(), answer.path("replay"));
                }
            } catch (AdminFailure failed) {
                if (failed.status() != 422) {
                    throw failed;
                }
                out.println(api.service() + ": nothing matches");
            }
        }
    }

    @Command(
            name = "discard",
            description = "Let one, or all that match, go: they need not be done.",
            mixinStandardHelpOptions = true)
    static final class Discard extends OperateCommand {
        @Parameters(paramLabel = "ID", arity = "0..1")
        @Nullable
        String id;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        FilterOptions filter;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        ActOptions act;

        @Override
        void run() {
            String one = id;
            if (one != null) {
                Map<String, String> body = Map.of("reason", act.requireReason());
                JsonNode done = Services.first(
                        asked(), api -> api.post("/dead-letters/" + AdminApi.encode(one) + "/discard", body));
                out.println("Dead letter " + id + " is " + done.path("state").asText());
                return;
            }
            Map<String, Object> body = act.body(filter);
            body.remove("mode");
            body.remove("ratePerSecond");
            for (AdminApi api : asked()) {
                JsonNode answer = api.post("/dead-letters/discard", body);
                if (act.preview) {
                    Shown.preview(out, api.service(), answer);
                } else {
                    out.println(api.service() + ": " + answer.path("discarded").asInt() + " discarded");
                }
            }
        }
    }
}
