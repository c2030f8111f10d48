package dev.interline.canonical.integration;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalEvent;
import dev.interline.canonical.ExternalRef;
import org.jspecify.annotations.Nullable;

/** What Interline says about its own work. */
public sealed interface IntegrationEvent extends CanonicalEvent {

    /**
     * A command has had its effect.
     *
     * @param subject the entity the command was about (an account id for account commands)
     * @param ref what the system calls the record that was touched, where it has told
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CommandCompleted(
            String commandId,
            String commandType,
            BusinessSystem system,
            String subject,
            @Nullable ExternalRef ref) implements IntegrationEvent {}

    /**
     * A command will not have its effect unless a person does something.
     *
     * @param failure the kind of failure, {@code REJECTED} and so on
     * @param code the error code, {@code CRM-2003} and so on
     */
    record CommandFailed(
            String commandId, String commandType, BusinessSystem system, String subject, String failure, String code)
            implements IntegrationEvent {}

    /**
     * Routing decided not to do what an event would have meant, and by which rule.
     *
     * @param subject the entity the event was about
     */
    record DecisionRecorded(String route, String subject, String decision, String rule) implements IntegrationEvent {}

    /** An event of a later version of this model. */
    record Unrecognised(String type, String json) implements IntegrationEvent {}
}
