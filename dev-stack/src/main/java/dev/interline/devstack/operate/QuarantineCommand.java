package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Webhooks that were not verified. */
@Command(
        name = "quarantine",
        description = "Look at webhooks that were not verified, and verify them again.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QuarantineCommand.ListThem.class,
            QuarantineCommand.Show.class,
            QuarantineCommand.Release.class,
            QuarantineCommand.Discard.class
        })
public final class QuarantineCommand {

    @Command(
            name = "list",
            description = "List them; --code is the reason, SIGNATURE_MISMATCH and so on.",
            mixinStandardHelpOptions = true)
    static final class ListThem extends OperateCommand {
        @Mixin
        @SuppressWarnings("NullAway.Init")
        FilterOptions filter;

        @Option(names = "-n", paramLabel = "ROWS", description = "At most so many of each service (default: 50).")
        int limit = 50;

        @Override
        void run() {
            Table table = new Table("SERVICE", "ID", "CONNECTION", "RECEIVED", "REASON", "STATE", "BYTES");
            for (AdminApi api : asked()) {
                api.get("/quarantine", filter.query(limit))
                        .path("items")
                        .forEach(row -> table.row(
                                api.service(),
                                row.path("id").asText(),
                                row.path("connection").asText(),
                                Shown.time(row.path("receivedAt")),
                                row.path("reason").asText(),
                                row.path("state").asText(),
                                row.path("bytes").asInt()));
            }
            if (table.isEmpty()) {
                out.println("Nothing in quarantine.");
            } else {
                table.print(out);
            }
        }
    }

    @Command(name = "show", description = "One request; free text is left out.", mixinStandardHelpOptions = true)
    static final class Show extends OperateCommand {
        @Parameters(paramLabel = "ID")
        String id = "";

        @Override
        void run() {
            Shown.json(out, Services.first(asked(), api -> api.get("/quarantine/" + AdminApi.encode(id), Map.of())));
        }
    }

    @Command(
            name = "release",
            description = "Verify again with the secrets of today and take in what verifies.",
            mixinStandardHelpOptions = true)
    static final class Release extends OperateCommand {
        @Parameters(paramLabel = "ID", arity = "0..*")
        List<String> ids = List.of();

        @Mixin
        @SuppressWarnings("NullAway.Init")
        FilterOptions filter;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        ActOptions act;

        @Override
        void run() {
            Map<String, Object> body = act.body(filter);
            if (!ids.isEmpty()) {
                body.put("filter", Map.of("ids", ids));
            }
            boolean any = false;
            for (AdminApi api : asked()) {
                @Nullable JsonNode answer = ask(api, body);
                if (answer == null) {
                    continue;
                }
                any = true;
                if (act.preview) {
                    Shown.preview(out, api.service(), answer);
                } else {
                    Shown.replay(out, api.service(), answer.path("replay"));
                }
            }
            if (!any) {
                out.println("Nothing matches.");
            }
        }

        private static @Nullable JsonNode ask(AdminApi api, Map<String, Object> body) {
            try {
                return api.post("/quarantine/release", body);
            } catch (AdminFailure failed) {
                if (failed.status() == 422) {
                    return null;
                }
                throw failed;
            }
        }
    }

    @Command(name = "discard", description = "Let one go.", mixinStandardHelpOptions = true)
    static final class Discard extends OperateCommand {
        @Parameters(paramLabel = "ID")
        String id = "";

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "Why; it is kept in the audit log.")
        String reason = "";

        @Override
        void run() {
            JsonNode done = Services.first(
                    asked(),
                    api -> api.post("/quarantine/" + AdminApi.encode(id) + "/discard", Map.of("reason", reason)));
            out.println("Request " + id + " is " + done.path("state").asText());
        }
    }
}
