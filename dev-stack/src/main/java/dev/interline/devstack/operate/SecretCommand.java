package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
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
        subcommands = {
            SecretCommand.ListThem.class,
            SecretCommand.Add.class,
            SecretCommand.Retire.class,
            SecretCommand.Rekey.class
        })
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
            JsonNode added = act(
                    path(connection) + "/signing-secrets/add",
                    Map.of("secret", SecretInput.lines(1).getFirst()));
            out.println(connection + ": accepts " + added.path("fingerprint").asText() + " within 5 seconds");
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

    @Command(
            name = "rekey",
            description = "Seal all credentials anew with the primary key, so that an older key can be taken out.",
            mixinStandardHelpOptions = true)
    static final class Rekey extends OperateCommand {
        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "Why; it is kept in the audit log.")
        String reason = "";

        @Override
        void run() {
            Table table = new Table("SERVICE", "SEALED ANEW", "KEY", "CREDENTIALS");
            for (AdminApi api : asked()) {
                if (api.get("/credentials/keys", Map.of())
                        .path("credentialsByKey")
                        .isEmpty()) {
                    continue;
                }
                long sealed = 0;
                JsonNode done;
                do {
                    done = api.post("/credentials/rekey", Map.of("reason", reason));
                    sealed += done.path("sealed").asLong();
                } while (done.path("sealed").asLong() > 0);
                long all = sealed;
                done.path("credentialsByKey")
                        .properties()
                        .forEach(key -> table.row(
                                api.service(), all, key.getKey(), key.getValue().asLong()));
            }
            if (table.isEmpty()) {
                out.println("No service keeps a credential.");
            } else {
                table.print(out);
            }
        }
    }

    private static String path(String connection) {
        return "/connections/" + AdminApi.encode(connection) + "/credentials";
    }
}
