package dev.interline.durable.lane;

import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.message.CanonicalMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command has led to.
 *
 * @param ref the record at the provider that was touched, where it is known
 * @param events what we learned by it, told to everybody in the same transaction
 * @param written the fields of the record that were written, by the provider's names, as the provider will tell of them
 */
public record CommandOutcome(@Nullable ExternalRef ref, List<CanonicalMessage> events, Map<String, String> written) {

    public CommandOutcome {
        events = List.copyOf(events);
        written = Map.copyOf(written);
    }

    public CommandOutcome(@Nullable ExternalRef ref, List<CanonicalMessage> events) {
        this(ref, events, Map.of());
    }

    /** Done; the provider calls the record so. */
    public static CommandOutcome done(@Nullable ExternalRef ref) {
        return new CommandOutcome(ref, List.of());
    }

    /** Done, and this is what was seen. */
    public static CommandOutcome seen(List<CanonicalMessage> events) {
        return new CommandOutcome(null, events);
    }
}
