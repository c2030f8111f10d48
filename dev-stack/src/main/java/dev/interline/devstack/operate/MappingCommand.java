package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Mappings: which versions there are, what another would change, and which is active. */
@Command(
        name = "mapping",
        description = "Add, try, activate and undo versions of mappings, without a deploy.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "  ./interline mapping test   runs the golden samples of all mappings in the repository."},
        subcommands = {
            MappingCommand.ListThem.class,
            MappingCommand.Add.class,
            MappingCommand.Preview.class,
            MappingCommand.Activate.class,
            MappingCommand.Rollback.class
        })
public final class MappingCommand {

    /** What all have that are about one mapping. */
    abstract static class OfOne extends OperateCommand {
        @Option(
                names = "--mapping",
                paramLabel = "NAME",
                required = true,
                description = "Which one: stripe.customer.from.")
        String mapping = "";

        @Option(names = "--tenant", paramLabel = "TENANT", description = "The tenant's overlay instead of the base.")
        @Nullable
        String tenant;

        /** The answer of the service that has the mapping. */
        JsonNode post(String act, Map<String, @Nullable Object> members) {
            Map<String, Object> body = new LinkedHashMap<>();
            members.forEach((name, value) -> {
                if (value != null) {
                    body.put(name, value);
                }
            });
            if (tenant != null) {
                body.put("tenant", tenant);
            }
            return Services.first(
                    askedConnectors(), api -> api.post("/mappings/" + AdminApi.encode(mapping) + "/" + act, body));
        }

        String slot() {
            return mapping + (tenant == null ? "" : " of " + tenant);
        }
    }

    /** What all have that change something. */
    abstract static class Act extends OfOne {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept in the audit log.")
        @Nullable
        String reason;

        String requireReason() {
            if (reason == null || reason.isBlank()) {
                throw new AdminFailure(0, "Say why with --reason; it is kept in the audit log");
            }
            return reason;
        }
    }

    @Command(
            name = "list",
            description = "The mappings of each service, their versions, and which are active.",
            mixinStandardHelpOptions = true)
    static final class ListThem extends OperateCommand {
        @Override
        void run() {
            Table table = new Table("SERVICE", "MAPPING", "TENANT", "VERSION", "ACTIVE", "CREATED", "BY", "REASON");
            for (AdminApi api : askedConnectors()) {
                api.get("/mappings", Map.of()).forEach(view -> {
                    int active = view.path("active").asInt();
                    String tenant = view.path("tenant").asText("");
                    view.path("versions")
                            .forEach(version -> table.row(
                                    api.service(),
                                    view.path("mapping").asText(),
                                    tenant,
                                    version.path("version").asInt(),
                                    version.path("version").asInt() == active ? "active" : "",
                                    Shown.time(version.path("createdAt")),
                                    version.path("createdBy").asText(),
                                    version.path("reason").asText()));
                    if (tenant.isEmpty()) {
                        table.row(
                                api.service(),
                                view.path("mapping").asText(),
                                "",
                                0,
                                active == 0 ? "active" : "",
                                "",
                                "",
                                "the release's");
                    }
                });
            }
            table.print(out);
        }
    }

    @Command(
            name = "add",
            description = "Keep a file as a version; it is compiled and tried on samples, not made active.",
            mixinStandardHelpOptions = true)
    static final class Add extends Act {
        @Option(names = "--file", paramLabel = "FILE", required = true, description = "The mapping, a JSLT object.")
        Path file = Path.of("");

        @Option(
                names = "--samples",
                paramLabel = "FILE",
                description = "Golden samples of its own: [{\"name\", \"input\", \"expected\"}, …].")
        @Nullable
        Path samples;

        @Override
        void run() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("content", read(file));
            members.put("samples", samples == null ? null : read(samples));
            members.put("reason", requireReason());
            JsonNode added = post("versions", members);
            out.println(slot() + ": version " + added.path("version").asInt() + " is kept");
            added.path("problems").forEach(problem -> out.println("  " + problem.asText()));
            if (!added.path("problems").isEmpty()) {
                out.println("It cannot be made active without --force.");
            }
        }
    }

    @Command(
            name = "preview",
            description =
                    "What a version makes of a connection's newest inputs, and how that differs; free text is left out.")
    static final class Preview extends OfOne {
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help message and exit.")
        boolean help;

        @Option(names = "--version", paramLabel = "N", required = true, description = "The version to try.")
        int version;

        @Option(
                names = "--against",
                paramLabel = "N",
                description = "The version to compare with (default: the active one).")
        @Nullable
        Integer against;

        @Option(names = "--connection", paramLabel = "ID", required = true, description = "Whose inputs.")
        String connection = "";

        @Option(names = "--last", paramLabel = "N", description = "How many at most (default: ${DEFAULT-VALUE}).")
        int last = 20;

        @Override
        void run() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("version", version);
            members.put("against", against);
            members.put("connection", connection);
            members.put("last", last);
            JsonNode compared = post("preview", members);
            Table table = new Table("INPUT", "FIELD", "BEFORE", "AFTER");
            int same = 0;
            for (JsonNode one : compared) {
                String input = one.path("input").asText();
                if (one.path("failure").isTextual()) {
                    table.row(input, "", "", "FAILS: " + one.path("failure").asText());
                } else if (one.path("differences").isEmpty()) {
                    same++;
                }
                one.path("differences")
                        .properties()
                        .forEach(field -> table.row(
                                input,
                                field.getKey(),
                                shown(field.getValue().path("before")),
                                shown(field.getValue().path("after"))));
            }
            if (!table.isEmpty()) {
                table.print(out);
            }
            out.println(compared.size() + " inputs, " + same + " give the same.");
        }

        private static String shown(JsonNode value) {
            return value.isMissingNode() || value.isNull() ? "(left out)" : value.toString();
        }
    }

    @Command(name = "activate", description = "Make a version active on all replicas, if its samples pass.")
    static final class Activate extends Act {
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help message and exit.")
        boolean help;

        @Option(
                names = "--version",
                paramLabel = "N",
                required = true,
                description = "Which; 0 is the release's, or no overlay.")
        int version;

        @Option(names = "--force", description = "Although its samples fail.")
        boolean force;

        @Override
        void run() {
            post("activate", Map.of("version", version, "force", force, "reason", requireReason()));
            out.println(slot() + ": version " + version + " is active");
        }
    }

    @Command(name = "rollback", description = "Undo the newest activation.", mixinStandardHelpOptions = true)
    static final class Rollback extends Act {
        @Override
        void run() {
            JsonNode now = post("rollback", Map.of("reason", requireReason()));
            out.println(slot() + ": version " + now.path("version").asInt() + " is active again");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new AdminFailure(0, "Cannot read " + file + ": " + failed.getMessage());
        }
    }
}
