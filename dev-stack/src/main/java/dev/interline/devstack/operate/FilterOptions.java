package dev.interline.devstack.operate;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rows are meant. */
final class FilterOptions {

    @Option(names = "--connection", paramLabel = "ID", description = "Of this connection.")
    private @Nullable String connection;

    @Option(names = "--tenant", paramLabel = "ID", description = "Of this tenant.")
    private @Nullable String tenant;

    @Option(names = "--type", paramLabel = "TYPE", description = "Of this type, as a list shows it.")
    private @Nullable String type;

    @Option(names = "--subject", paramLabel = "ENTITY", description = "About this entity.")
    private @Nullable String subject;

    @Option(names = "--state", paramLabel = "STATE", description = "In this state.")
    private @Nullable String state;

    @Option(names = "--code", paramLabel = "CODE", description = "With this error code or reason.")
    private @Nullable String code;

    @Option(names = "--queue", paramLabel = "QUEUE", description = "Dead letters: customer or platform.")
    private @Nullable String queue;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From this time on: 2026-11-21T08:00:00Z, or how long ago: 90m, 2h, 3d.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
    private @Nullable String until;

    /** Whether nothing was said: everything is meant. */
    boolean isEmpty() {
        return members().isEmpty();
    }

    /** As the members of a filter in a request body. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        put(members, "connection", connection);
        put(members, "tenant", tenant);
        put(members, "type", type);
        put(members, "subject", subject);
        put(members, "state", state == null ? null : state.toUpperCase(Locale.ROOT));
        put(members, "code", code);
        put(members, "queue", queue == null ? null : queue.toUpperCase(Locale.ROOT));
        put(members, "since", time(since));
        put(members, "until", time(until));
        return members;
    }

    /** As query parameters. */
    Map<String, List<String>> query(int limit) {
        Map<String, List<String>> query = new TreeMap<>();
        members().forEach((name, value) -> query.put(name, List.of(value.toString())));
        query.put("limit", List.of(Integer.toString(limit)));
        return query;
    }

    private static void put(Map<String, Object> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /** A time as the admin API takes it, of one that a person writes. */
    static @Nullable String time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            if (text.matches("\\d+[smhd]")) {
                Duration ago = Duration.parse(text.endsWith("d") ? "P" + text : "PT" + text);
                return Instant.now().minus(ago).truncatedTo(ChronoUnit.MILLIS).toString();
            }
            return Instant.parse(text).toString();
        } catch (DateTimeParseException notATime) {
            throw new AdminFailure(
                    0, "'" + text + "' is no time; write 2026-11-21T08:00:00Z, or how long ago: 90m, 2h, 3d");
        }
    }
}
