package dev.interline.devstack.operate;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a connection's calls carry. It is read from standard input and never printed. */
abstract class CredentialCommand extends OperateCommand {
    @Parameters(paramLabel = "CONNECTION")
    String connection = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept in the audit log.")
    String reason = "";

    void put(String kind, Map<String, String> body) {
        String path = "/connections/" + AdminApi.encode(connection) + "/credentials/" + kind;
        String done =
                Services.first(asked(), api -> api.put(path, body)).path("done").asText();
        out.println(connection + ": " + done);
    }

    @Command(
            name = "token",
            description = "Use another API token from now on; it is read from standard input.",
            mixinStandardHelpOptions = true)
    static final class Token extends CredentialCommand {
        @Override
        void run() {
            put("api-token", Map.of("token", SecretInput.lines(1).getFirst(), "reason", reason));
        }
    }

    @Command(
            name = "oauth2",
            description = "Use an OAuth2 grant from now on; the client's secret and the refresh token are read from"
                    + " standard input, a line each.",
            mixinStandardHelpOptions = true)
    static final class OAuth2 extends CredentialCommand {
        @Option(names = "--client-id", paramLabel = "ID", required = true, description = "The app the grant is for.")
        String clientId = "";

        @Override
        void run() {
            List<String> secrets = SecretInput.lines(2);
            put(
                    "oauth2",
                    Map.of(
                            "clientId",
                            clientId,
                            "clientSecret",
                            secrets.get(0),
                            "refreshToken",
                            secrets.get(1),
                            "reason",
                            reason));
        }
    }
}
