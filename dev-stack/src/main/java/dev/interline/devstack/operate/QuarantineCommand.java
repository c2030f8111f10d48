package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    static final class ListThem extends ListCommand {
        ListThem() {
            super("/quarantine", "Nothing in quarantine.", "ID", "CONNECTION", "RECEIVED", "REASON", "STATE", "BYTES");
        }

        @Override
        Object[] cells(JsonNode row) {
            return new Object[] {
                row.path("id").asText(),
                row.path("connection").asText(),
                Shown.time(row.path("receivedAt")),
                row.path("reason").asText(),
                row.path("state").asText(),
                row.path("bytes").asInt()
            };
        }
    }

    @Command(name = "show", description = "One request; free text is left out.", mixinStandardHelpOptions = true)
    static final class Show extends ShowCommand {
        Show() {
            super("/quarantine");
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
                Optional<JsonNode> answer = api.postToMatching("/quarantine/release", body);
                answer.ifPresent(done -> Shown.many(out, api.service(), done));
                any |= answer.isPresent();
            }
            if (!any) {
                out.println("Nothing matches.");
            }
        }
    }

    @Command(name = "discard", description = "Let one go.", mixinStandardHelpOptions = true)
    static final class Discard extends ActCommand {
        @Parameters(paramLabel = "ID")
        String id = "";

        @Override
        void run() {
            JsonNode done = act("/quarantine/" + AdminApi.encode(id) + "/discard", Map.of());
            out.println("Request " + id + " is " + done.path("state").asText());
        }
    }
}
