package dev.interline.durable.inbound;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.echo.FieldChange;
import dev.interline.durable.lane.NewCommand;
import dev.interline.durable.outbound.OutboxMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One verified request of a provider, with what each event in it means.
 *
 * @param secretIndex which of the connection's signing secrets verified it, 0 for the newest
 * @param headers the allow-listed headers
 * @param body the bytes as they came
 * @param events at least one; HubSpot sends up to 100
 */
public record WebhookDelivery(
        ConnectionId connection, int secretIndex, Map<String, String> headers, byte[] body, List<Event> events) {

    public WebhookDelivery {
        headers = Map.copyOf(headers);
        events = List.copyOf(events);
    }

    /** What becomes of a provider's event. */
    public enum State {
        /** Canonical events follow from it. */
        TRANSLATED,
        /** It says only that something changed: the record is read again. */
        REFETCHING,
        /** Authentic, and nobody has asked for this kind. */
        IGNORED,
        /** Authentic, and we could not read it: kept until the mapping is mended. */
        UNMAPPABLE
    }

    /**
     * One event of the delivery.
     *
     * @param connection whose event it is; one URL may serve several connections
     * @param dedupeKey the same for every delivery of the same event
     * @param reason why it is ignored or unmappable
     * @param change what it says was changed, if that may be our own write: nothing follows from it then
     * @param persons whose data it holds
     */
    public record Event(
            ConnectionId connection,
            String dedupeKey,
            String type,
            State state,
            @Nullable String reason,
            List<OutboxMessage> messages,
            List<NewCommand> commands,
            @Nullable FieldChange change,
            Persons persons) {

        public Event(
                ConnectionId connection,
                String dedupeKey,
                String type,
                State state,
                @Nullable String reason,
                List<OutboxMessage> messages,
                List<NewCommand> commands) {
            this(connection, dedupeKey, type, state, reason, messages, commands, null, Persons.NONE);
        }

        /** The same, which holds the data of these persons. */
        public Event about(Persons whose) {
            return new Event(connection, dedupeKey, type, state, reason, messages, commands, change, whose);
        }

        /** The same, told of our own write. */
        Event asOwnWrite() {
            return new Event(
                    connection,
                    dedupeKey,
                    type,
                    State.IGNORED,
                    "our own write coming back",
                    List.of(),
                    List.of(),
                    null,
                    persons);
        }

        public Event {
            messages = List.copyOf(messages);
            commands = List.copyOf(commands);
        }
    }
}
