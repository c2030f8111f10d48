package dev.interline.sdk.ingress;

import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.durable.echo.FieldChange;
import dev.interline.durable.inbound.Persons;
import dev.interline.durable.lane.NewCommand;
import dev.interline.durable.subscription.Subscriptions;
import dev.interline.sdk.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a provider and what it means.
 *
 * @param connection whose event it is; one URL may serve several connections
 * @param dedupeKey the same for every delivery of this event
 * @param type what the provider calls it
 * @param persons whose data the event holds: it is erased from what is stored when they are forgotten
 */
public record ProviderEvent(Connection connection, String dedupeKey, String type, Meaning meaning, Persons persons) {

    /** One that holds nobody's data. */
    public ProviderEvent(Connection connection, String dedupeKey, String type, Meaning meaning) {
        this(connection, dedupeKey, type, meaning, Persons.NONE);
    }

    /** The same, which holds the data of these persons. */
    public ProviderEvent about(Persons whose) {
        return new ProviderEvent(connection, dedupeKey, type, meaning, whose);
    }

    /** What an event means to us. */
    public sealed interface Meaning {

        /**
         * It says enough. It is kept and not told if it is an echo of our own write.
         *
         * @param change what was changed, if that may be our own write and nobody else learns anything by it
         */
        record Translated(
                List<CanonicalMessage> messages, @Nullable FieldChange change) implements Meaning {
            public Translated {
                messages = List.copyOf(messages);
            }

            public Translated(List<CanonicalMessage> messages) {
                this(messages, null);
            }
        }

        /**
         * It says only that something changed, so the record is read again, unless the change is our own write.
         *
         * @param change what was changed, if the event says so
         */
        record Refetch(NewCommand command, @Nullable FieldChange change) implements Meaning {
            public Refetch(NewCommand command) {
                this(command, null);
            }
        }

        /** Nobody has asked for this kind; it is kept. */
        record Ignored(String reason) implements Meaning {

            /** Our own heartbeat: that it is kept proves the way, and nothing follows from it. */
            public static Ignored heartbeat(String token) {
                return new Ignored(Subscriptions.HEARTBEAT + token);
            }
        }

        /** We cannot read it; it is kept until the mapping is mended. */
        record Unmappable(String reason) implements Meaning {}
    }
}
