package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What HubSpot works out of a deal's stage: whether it is over, and whether it was won. */
final class CrmStages {
    static final String CLOSED = "hs_is_closed";
    static final String CLOSED_WON = "hs_is_closed_won";

    /** The pipeline of a deal that names none. */
    private static final String USUAL = "default";

    private CrmStages() {}

    /**
     * Writes both into a deal's properties, as texts, by the metadata of its stage; won is what is closed with a probability
     * of 1. A stage that its pipeline does not have tells nothing.
     */
    static void calculate(CrmType type, ObjectNode held) {
        if (type != CrmType.DEALS) {
            return;
        }
        held.remove(List.of(CLOSED, CLOSED_WON));
        metadata(held).ifPresent(stage -> {
            boolean closed = stage.path("isClosed").asText().equals("true");
            boolean won =
                    closed && new BigDecimal(stage.path("probability").asText("0")).compareTo(BigDecimal.ONE) == 0;
            held.put(CLOSED, Boolean.toString(closed)).put(CLOSED_WON, Boolean.toString(won));
        });
    }

    private static Optional<JsonNode> metadata(ObjectNode held) {
        String pipeline = Objects.requireNonNullElse(Json.text(held, "pipeline"), USUAL);
        String wanted = Objects.requireNonNullElse(Json.text(held, "dealstage"), "");
        for (ObjectNode one : StandardProperties.pipelines()) {
            if (one.path("id").asText().equals(pipeline)) {
                for (JsonNode stage : one.path("stages")) {
                    if (stage.path("id").asText().equals(wanted)) {
                        return Optional.of(stage.path("metadata"));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
