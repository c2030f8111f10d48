package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The webhook secrets of a connection. None is ever printed, and none is an argument that others could see. */
@Command(
        name = "secret",
        description = "Rotate the webhook secrets of a connection.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SecretCommand.ListThem.class, SecretCommand.Add.class, SecretCommand.Retire.class})
final class SecretCommand {

    @Command(
            name = "list",
            description = "List them by fingerprint, newest first, and when each has verified a webhook last.",
            mixinStandardHelpOptions = true)
    static final class ListThem extends OperateCommand {
        @Parameters(paramLabel = "CONNECTION")
        String connection = "";

        @Override
        void run() {
            Table table = new Table("CONNECTION", "SOURCE", "INDEX", "FINGERPRINT", "LAST VERIFIED");
            Services.first(asked(), api -> api.get(path(connection), Map.of())).forEach(credential -> credential
                    .path("secrets")
                    .forEach(secret -> table.row(
                            connection,
                            credential.path("source").asText(),
                            secret.path("index").asInt(),
                            secret.path("fingerprint").asText(),
                            secret.hasNonNull("lastVerifiedAt")
                                    ? Shown.time(secret.path("lastVerifiedAt"))
                                    : "never")));
            table.print(out);
        }
    }

    @Command(
            name = "add",
            description = "Accept another webhook secret beside the one that is; it is read from standard input.",
            mixinStandardHelpOptions = true)
    static final class Add extends ActCommand {
        @Parameters(paramLabel = "CONNECTION")
        String connection = "";

        @Override
        void run() {
            JsonNode added = act(path(connection) + "/signing-secrets/add", Map.of("secret", line()));
            out.println(connection + ": accepts " + added.path("fingerprint").asText() + " within 5 seconds");
        }

        private static String line() {
            try {
                String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
                return line == null ? "" : line.strip();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    @Command(
            name = "retire",
            description = "Accept a webhook secret no more; refused while the provider still signs with it.",
            mixinStandardHelpOptions = true)
    static final class Retire extends ActCommand {
        @Parameters(index = "0", paramLabel = "CONNECTION")
        String connection = "";

        @Parameters(index = "1", paramLabel = "FINGERPRINT", description = "As 'secret list' shows it.")
        String fingerprint = "";

        @Option(names = "--force", description = "Also if it has verified a webhook a moment ago.")
        boolean force;

        @Override
        void run() {
            JsonNode done = act(
                    path(connection) + "/signing-secrets/retire", Map.of("fingerprint", fingerprint, "force", force));
            out.println(connection + ": " + done.path("done").asText());
        }
    }

    private static String path(String connection) {
        return "/connections/" + AdminApi.encode(connection) + "/credentials";
    }
}
