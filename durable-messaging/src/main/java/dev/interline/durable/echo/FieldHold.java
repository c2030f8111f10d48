package dev.interline.durable.echo;

import dev.interline.canonical.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * A field of a record that went back and forth and is held: nothing is told of it until a person lets it go.
 *
 * @param record our id of the record
 * @param systems which changed it
 * @param changes how many changes there were in the window
 * @param messageId the message whose change was one too many
 */
public record FieldHold(
        TenantId tenant,
        String record,
        String field,
        List<String> systems,
        int changes,
        Instant heldAt,
        String messageId) {

    public FieldHold {
        systems = List.copyOf(systems);
    }
}
