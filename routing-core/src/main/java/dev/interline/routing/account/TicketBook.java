package dev.interline.routing.account;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.support.SupportEvent;
import dev.interline.canonical.support.Ticket;
import dev.interline.routing.identity.CrossReferences;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tickets at their newest version. A ticket of an organization we cannot name yet waits here; it counts as soon as
 * the organization is known.
 */
@ApplicationScoped
@Named("ticketBook")
public class TicketBook {

    private final CrossReferences references;

    TicketBook(CrossReferences references) {
        this.references = references;
    }

    /**
     * Notes the state of a ticket.
     *
     * @return the accounts whose tickets are different now; two if it moved from one to another
     */
    public List<AccountId> apply(Exchange exchange, @Body SupportEvent event) {
        Delivery delivery = Delivery.of(exchange);
        return switch (event) {
            case SupportEvent.TicketOpened opened -> note(delivery, opened.ticket(), true);
            case SupportEvent.TicketPriorityChanged changed -> note(delivery, changed.ticket(), true);
            case SupportEvent.TicketStatusChanged changed -> note(delivery, changed.ticket(), false);
            // Who wrote, who works on it and who is who makes no difference to what an account's tickets are.
            case SupportEvent.TicketCommented ignored -> List.of();
            case SupportEvent.TicketAssigned ignored -> List.of();
            case SupportEvent.TicketDetailsChanged ignored -> List.of();
            case SupportEvent.TicketMerged ignored -> List.of();
            case SupportEvent.TicketRated ignored -> List.of();
            case SupportEvent.TicketDeadlineChanged ignored -> List.of();
            case SupportEvent.UserCreated ignored -> List.of();
            case SupportEvent.UserDetailsChanged ignored -> List.of();
            case SupportEvent.UserDeleted ignored -> List.of();
            case SupportEvent.UserMerged ignored -> List.of();
            case SupportEvent.UserJoinedOrganization ignored -> List.of();
            case SupportEvent.UserLeftOrganization ignored -> List.of();
            case SupportEvent.OrganizationCreated ignored -> List.of();
            case SupportEvent.OrganizationDetailsChanged ignored -> List.of();
            case SupportEvent.OrganizationDeleted ignored -> List.of();
            case SupportEvent.Unrecognised unrecognised -> List.of();
        };
    }

    private List<AccountId> note(Delivery delivery, Ticket ticket, boolean aboutPriority) {
        Handle handle = delivery.transaction();
        TenantId tenant = delivery.envelope().tenantId();
        ExternalRef organization = ticket.organization();
        if (organization != null) {
            references.lockRecord(handle, tenant, organization);
        }
        String before = organization(handle, tenant, ticket.ref());
        int stored = handle.createUpdate("""
                        insert into ticket as t (tenant_id, ticket_id, organization_id, status, priority,
                                                 version_at, version_rank, version_tie)
                        values (:tenant, :id, :organization, :status, :priority, :at, :rank, :tie)
                        on conflict (tenant_id, ticket_id) do update
                        set organization_id = excluded.organization_id, status = excluded.status,
                            priority = excluded.priority, version_at = excluded.version_at,
                            version_rank = excluded.version_rank, version_tie = excluded.version_tie
                        where (t.version_at, t.version_rank, t.version_tie)
                            < (excluded.version_at, excluded.version_rank, excluded.version_tie)""")
                .bind("tenant", tenant.value())
                .bind("id", ticket.ref().id())
                .bind("organization", organization == null ? null : organization.id())
                .bind("status", ticket.status().token())
                .bind("priority", ticket.priority().token())
                .bind("at", Timestamp.from(ticket.version().at()))
                .bind("rank", ticket.version().rank())
                .bind("tie", ticket.version().tieBreaker())
                .execute();
        int escalated = aboutPriority && ticket.priority().isEscalated() ? noteEscalation(delivery, ticket) : 0;
        if (stored == 0 && escalated == 0) {
            return List.of();
        }
        String after = organization(handle, tenant, ticket.ref());
        List<AccountId> accounts = new ArrayList<>();
        account(handle, tenant, after).ifPresent(accounts::add);
        if (!Objects.equals(before, after)) {
            account(handle, tenant, before).ifPresent(accounts::add);
        }
        accounts.stream()
                .sorted((a, b) -> a.value().compareTo(b.value()))
                .forEach(account -> references.lock(handle, tenant, account));
        return accounts;
    }

    /** The latest time counts, in whatever order the news comes. */
    private static int noteEscalation(Delivery delivery, Ticket ticket) {
        return delivery.transaction()
                .createUpdate("""
                        update ticket set escalated_at = :at
                        where tenant_id = :tenant and ticket_id = :id and (escalated_at is null or escalated_at < :at)""")
                .bind("at", Timestamp.from(ticket.version().at()))
                .bind("tenant", delivery.envelope().tenantId().value())
                .bind("id", ticket.ref().id())
                .execute();
    }

    private static @Nullable String organization(Handle handle, TenantId tenant, ExternalRef ticket) {
        return handle.createQuery("select organization_id from ticket where tenant_id = :tenant and ticket_id = :id")
                .bind("tenant", tenant.value())
                .bind("id", ticket.id())
                .map((rs, context) -> Optional.ofNullable(rs.getString(1)))
                .findOne()
                .flatMap(organization -> organization)
                .orElse(null);
    }

    private Optional<AccountId> account(Handle handle, TenantId tenant, @Nullable String organization) {
        return organization == null
                ? Optional.empty()
                : references.find(handle, tenant, new ExternalRef(BusinessSystem.SUPPORT, organization));
    }
}
