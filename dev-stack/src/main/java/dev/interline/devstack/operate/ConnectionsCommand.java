package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The connections to providers. */
@Command(
        name = "connections",
        description = "Look at the connections to providers: which rest and why, and what is left of their quotas.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ConnectionsCommand.ListThem.class,
            ConnectionsCommand.Resume.class,
            ConnectionsCommand.ForgetPerson.class,
            CredentialCommand.Token.class,
            CredentialCommand.OAuth2.class,
            SecretCommand.class
        })
public final class ConnectionsCommand {

    @Command(name = "list", description = "List them, one line a limit.", mixinStandardHelpOptions = true)
    static final class ListThem extends OperateCommand {
        @Override
        void run() {
            Table table = new Table(
                    "SERVICE",
                    "CONNECTION",
                    "WAITING",
                    "STATE",
                    "LIMIT",
                    "LEFT NOW",
                    "OF",
                    "PROVIDER SAYS",
                    "RESTS UNTIL");
            for (AdminApi api : asked()) {
                api.get("/connections", Map.of()).forEach(connection -> rows(table, api.service(), connection));
            }
            table.print(out);
        }

        private static void rows(Table table, String service, JsonNode connection) {
            String id = connection.path("id").asText();
            long waiting = connection.path("waiting").asLong();
            String state = state(connection);
            if (connection.path("quotas").isEmpty()) {
                table.row(service, id, waiting, state, "", "", "", "", "");
            }
            connection
                    .path("quotas")
                    .forEach(quota -> table.row(
                            service,
                            id,
                            waiting,
                            state,
                            quota.path("limit").asText(),
                            (long) quota.path("tokens").asDouble(),
                            quota.path("permits").asInt(),
                            quota.hasNonNull("providerRemaining")
                                    ? quota.path("providerRemaining").asText() + " left"
                                    : "",
                            quota.hasNonNull("pausedUntil")
                                    ? Shown.time(quota.path("pausedUntil")) + " "
                                            + quota.path("reason").asText()
                                    : ""));
        }

        private static String state(JsonNode connection) {
            if (connection.hasNonNull("pause")) {
                return "rests until " + Shown.time(connection.path("pause").path("until")) + " after "
                        + connection.path("pause").path("reason").asText();
            }
            JsonNode breaker = connection.path("breaker");
            return breaker.hasNonNull("openUntil")
                    ? "does not answer (" + breaker.path("lastCode").asText() + ")"
                    : "goes";
        }
    }

    @Command(
            name = "resume",
            description = "Let a connection go on that rests after refused credentials.",
            mixinStandardHelpOptions = true)
    static final class Resume extends ActCommand {
        @Parameters(paramLabel = "CONNECTION")
        String connection = "";

        @Override
        void run() {
            JsonNode done = act("/connections/" + AdminApi.encode(connection) + "/resume", Map.of());
            out.println(connection + ": " + done.path("done").asText());
        }
    }

    @Command(
            name = "forget-person",
            description =
                    "Erase what stored webhooks hold of a person, now and as they come; the provider is not told.",
            mixinStandardHelpOptions = true)
    static final class ForgetPerson extends ActCommand {
        @Parameters(paramLabel = "CONNECTION")
        String connection = "";

        @Parameters(paramLabel = "PERSON", description = "With its kind: contact/151 (HubSpot), user/35436 (Zendesk).")
        String person = "";

        @Override
        void run() {
            JsonNode done =
                    act("/connections/" + AdminApi.encode(connection) + "/forget-person", Map.of("person", person));
            out.println(person + " of " + connection + " is forgotten: erased from "
                    + done.path("requests").asInt() + " stored requests");
        }
    }
}
