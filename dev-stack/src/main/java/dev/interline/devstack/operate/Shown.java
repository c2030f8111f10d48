package dev.interline.devstack.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;

/** Answers of the admin API as text. */
final class Shown {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Shown() {}

    static void json(PrintStream out, JsonNode node) {
        try {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree can always be written", impossible);
        }
    }

    /** A preview: how many, and the first of them. */
    static void preview(PrintStream out, String service, JsonNode answer) {
        out.println(service + ": " + answer.path("matches").asLong() + " match");
        Table table = new Table("AT", "ID", "TYPE", "ABOUT");
        answer.path("sample")
                .forEach(item -> table.row(
                        time(item.path("at")),
                        item.path("id").asText(),
                        item.path("type").asText(),
                        item.path("subject").asText()));
        if (!table.isEmpty()) {
            table.print(out);
        }
    }

    static void replay(PrintStream out, String service, JsonNode replay) {
        out.printf(
                "%s: replay %s %s %s is %s: %d of %d taken, %d replayed, %d passed over%n",
                service,
                replay.path("id").asText(),
                replay.path("source").asText(),
                replay.path("mode").asText(),
                replay.path("state").asText(),
                replay.path("taken").asLong(),
                replay.path("total").asLong(),
                replay.path("replayed").asLong(),
                replay.path("passedOver").asLong());
    }

    /** What an act upon many rows came to: a preview, or the replay that was started. */
    static void many(PrintStream out, String service, JsonNode answer) {
        if (answer.hasNonNull("replay")) {
            replay(out, service, answer.path("replay"));
        } else {
            preview(out, service, answer);
        }
    }

    /** A time to the second. */
    static String time(JsonNode time) {
        return time.isMissingNode() || time.isNull() ? "" : time.asText().replaceAll("\\.\\d+Z$", "Z");
    }
}
