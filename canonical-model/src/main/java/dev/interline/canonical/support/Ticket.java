package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * A ticket at one version; its text stays in the support system.
 *
 * @param organization the company it is about; absent for a requester without one
 * @param key our own id of it, if we opened it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ticket(
        ExternalRef ref,
        @Nullable ExternalRef organization,
        @Nullable String key,
        TicketStatus status,
        TicketPriority priority,
        SourceVersion version) {}
