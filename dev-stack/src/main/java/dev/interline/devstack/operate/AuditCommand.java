package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Who did what by hand. */
@Command(
        name = "audit",
        description = "Show who did what by hand, and check that the log of it is whole.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AuditCommand.ListThem.class, AuditCommand.Verify.class})
public final class AuditCommand {

    @Command(name = "list", description = "The log of each service, oldest first.", mixinStandardHelpOptions = true)
    static final class ListThem extends OperateCommand {
        @Override
        void run() {
            Table table = new Table("SERVICE", "SEQ", "AT", "ACTOR", "ACTION", "TARGET", "DETAIL");
            for (AdminApi api : asked()) {
                api.get("/audit", Map.of("limit", List.of("500")))
                        .path("items")
                        .forEach(row -> table.row(
                                api.service(),
                                row.path("seq").asLong(),
                                Shown.time(row.path("at")),
                                row.path("actor").asText(),
                                row.path("action").asText(),
                                row.path("target").asText(),
                                row.path("detail").asText()));
            }
            table.print(out);
        }
    }

    @Command(
            name = "verify",
            description = "Compute every hash anew; exit code 1 if the log of any service was tampered with.",
            mixinStandardHelpOptions = true)
    static final class Verify extends OperateCommand {
        @Override
        void run() {
            int broken = 0;
            for (AdminApi api : asked()) {
                JsonNode verdict = api.get("/audit/verify", Map.of());
                if (verdict.path("holds").asBoolean()) {
                    out.println(
                            api.service() + ": " + verdict.path("entries").asLong() + " entries, the chain holds, head "
                                    + verdict.path("head").asText());
                } else {
                    broken++;
                    out.println(api.service() + ": BROKEN: "
                            + verdict.path("broken").asText());
                }
            }
            if (broken > 0) {
                throw new AdminFailure(0, broken + " of the audit logs do not hold");
            }
        }
    }
}
