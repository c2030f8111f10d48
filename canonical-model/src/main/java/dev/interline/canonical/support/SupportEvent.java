package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.CanonicalEvent;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to tickets, and to the people and companies a support system knows. Ids and facts only: what people
 * wrote, and who they are, stays in the support system.
 */
public sealed interface SupportEvent extends CanonicalEvent {

    /** Somebody asks for help. */
    record TicketOpened(Ticket ticket) implements SupportEvent {}

    /** A ticket moved on in its life. */
    record TicketStatusChanged(Ticket ticket) implements SupportEvent {}

    /** A ticket became more or less urgent. */
    record TicketPriorityChanged(Ticket ticket) implements SupportEvent {}

    /**
     * Somebody wrote in a ticket.
     *
     * @param comment which comment, where it is told
     * @param visibleToCustomer whether the customer can read it; what is not told to be visible is not
     * @param byStaff whether one of us wrote it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TicketCommented(
            ExternalRef ticket,
            @Nullable ExternalRef comment,
            boolean visibleToCustomer,
            boolean byStaff,
            SourceVersion version)
            implements SupportEvent {}

    /**
     * Somebody else is to do something about a ticket.
     *
     * @param agent absent if nobody in particular
     * @param group absent if no group in particular
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TicketAssigned(
            ExternalRef ticket,
            @Nullable ExternalRef agent,
            @Nullable ExternalRef group,
            SourceVersion version) implements SupportEvent {}

    /**
     * Something else about a ticket is different; who needs to know what reads the ticket.
     *
     * @param field which custom field, where it is one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TicketDetailsChanged(
            ExternalRef ticket,
            TicketDetail detail,
            @Nullable ExternalRef field,
            SourceVersion version) implements SupportEvent {}

    /**
     * A ticket goes on in another one.
     *
     * @param into the one that stays, where it is told
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TicketMerged(ExternalRef ticket, @Nullable ExternalRef into, SourceVersion version)
            implements SupportEvent {}

    /** A customer was asked how it went, or has answered. */
    record TicketRated(ExternalRef ticket, TicketRating rating, SourceVersion version) implements SupportEvent {}

    /**
     * The time by which a ticket must be served is another.
     *
     * @param due absent if there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TicketDeadlineChanged(
            ExternalRef ticket, @Nullable Instant due, SourceVersion version) implements SupportEvent {}

    /** The support system knows somebody it did not know before. */
    record UserCreated(SupportUser user) implements SupportEvent {}

    /** Something about somebody is different. */
    record UserDetailsChanged(SupportUser user, UserDetail detail) implements SupportEvent {}

    /** The support system has removed somebody. */
    record UserDeleted(ExternalRef user, SourceVersion version) implements SupportEvent {}

    /**
     * Two users were the same person.
     *
     * @param into the one that stays, where it is told
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UserMerged(ExternalRef user, @Nullable ExternalRef into, SourceVersion version) implements SupportEvent {}

    /** Somebody belongs to a company now. */
    record UserJoinedOrganization(ExternalRef user, ExternalRef organization, SourceVersion version)
            implements SupportEvent {}

    /** Somebody does not belong to a company any more. */
    record UserLeftOrganization(ExternalRef user, ExternalRef organization, SourceVersion version)
            implements SupportEvent {}

    /** The support system knows a company it did not know before. */
    record OrganizationCreated(SupportOrganization organization) implements SupportEvent {}

    /** Something about a company is different. */
    record OrganizationDetailsChanged(SupportOrganization organization, OrganizationDetail detail)
            implements SupportEvent {}

    /** The support system has removed a company. */
    record OrganizationDeleted(ExternalRef organization, SourceVersion version) implements SupportEvent {}

    /** An event of a later version of this model. */
    record Unrecognised(String type, String json) implements SupportEvent {}
}
