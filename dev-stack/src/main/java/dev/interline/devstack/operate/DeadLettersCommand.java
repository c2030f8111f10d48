package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    static final class ListThem extends ListCommand {
        ListThem() {
            super(
                    "/dead-letters",
                    "No dead letters.",
                    "ID",
                    "QUEUE",
                    "STATE",
                    "SINCE",
                    "TIMES",
                    "TYPE",
                    "ABOUT",
                    "KIND",
                    "CODE",
                    "DETAIL");
        }

        @Override
        Object[] cells(JsonNode row) {
            return new Object[] {
                row.path("id").asText(),
                row.path("queue").asText(),
                row.path("state").asText(),
                Shown.time(row.path("createdAt")),
                row.path("occurrences").asInt(),
                row.path("type").asText(),
                row.path("subject").asText(),
                row.path("kind").asText(),
                row.path("code").asText(),
                row.path("detail").asText()
            };
        }
    }

    @Command(
            name = "show",
            description = "One with its errors, attempts and calls; free text is left out.",
            mixinStandardHelpOptions = true)
    static final class Show extends ShowCommand {
        Show() {
            super("/dead-letters");
        }
    }

    /** An act upon one, or upon all that match. */
    abstract static class OneOrMany extends OperateCommand {
        @Parameters(paramLabel = "ID", arity = "0..1")
        private @Nullable String id;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        private FilterOptions filter;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        ActOptions act;

        /** The members of a request about one, but for the reason. */
        abstract Map<String, String> one();

        /** Leaves out what the act upon many does not take. */
        abstract void many(Map<String, Object> body);

        /** Says what the act upon many came to. */
        abstract void done(String service, JsonNode answer);

        @Override
        final void run() {
            String one = id;
            if (one != null) {
                Map<String, String> body = new LinkedHashMap<>(one());
                body.put("reason", act.requireReason());
                String path = "/dead-letters/" + AdminApi.encode(one) + "/" + spec.name();
                JsonNode done = Services.first(asked(act), api -> api.post(path, body));
                out.println("Dead letter " + one + " is " + done.path("state").asText()
                        + (act.dryRun ? "; see: ./interline replay list" : ""));
                return;
            }
            Map<String, Object> body = act.body(filter);
            many(body);
            for (AdminApi api : asked(act)) {
                api.postToMatching("/dead-letters/" + spec.name(), body)
                        .ifPresentOrElse(
                                answer -> done(api.service(), answer),
                                () -> out.println(api.service() + ": nothing matches"));
            }
        }
    }

    @Command(
            name = "retry",
            description = "Send one, or all that match, on their way again.",
            mixinStandardHelpOptions = true)
    static final class Retry extends OneOrMany {
        @Override
        Map<String, String> one() {
            return Map.of("mode", act.mode());
        }

        @Override
        void many(Map<String, Object> body) {
            // A retry takes all that a replay takes.
        }

        @Override
        void done(String service, JsonNode answer) {
            Shown.many(out, service, answer);
        }
    }

    @Command(
            name = "discard",
            description = "Let one, or all that match, go: they need not be done.",
            mixinStandardHelpOptions = true)
    static final class Discard extends OneOrMany {
        @Override
        Map<String, String> one() {
            return Map.of();
        }

        @Override
        void many(Map<String, Object> body) {
            body.remove("mode");
            body.remove("ratePerSecond");
        }

        @Override
        void done(String service, JsonNode answer) {
            if (act.preview) {
                Shown.preview(out, service, answer);
            } else {
                out.println(service + ": " + answer.path("discarded").asInt() + " discarded");
            }
        }
    }
}
