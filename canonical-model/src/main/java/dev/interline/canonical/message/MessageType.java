package dev.interline.canonical.message;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.integration.IntegrationEvent;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.canonical.support.SupportEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One kind of message of this version of the model.
 *
 * @param name the CloudEvents type: {@code billing.subscription.activated.v1}
 * @param payload the record its JSON body is bound to
 * @param topic where it travels; for command results the topic depends on the system, see {@link Topics#results}
 */
public record MessageType(String name, Class<? extends CanonicalPayload> payload, String topic) {

    private static final List<MessageType> ALL = List.of(
            customer("customer.account.created.v1", CustomerEvent.AccountCreated.class),
            customer("customer.account.updated.v1", CustomerEvent.AccountUpdated.class),
            customer("customer.account.deleted.v1", CustomerEvent.AccountDeleted.class),
            customer("customer.account.merged.v1", CustomerEvent.AccountMerged.class),
            customer("customer.contact.created.v1", CustomerEvent.ContactCreated.class),
            customer("customer.contact.updated.v1", CustomerEvent.ContactUpdated.class),
            customer("customer.contact.deleted.v1", CustomerEvent.ContactDeleted.class),
            customer("customer.contact.merged.v1", CustomerEvent.ContactMerged.class),
            customer("customer.contact.forgotten.v1", CustomerEvent.ContactForgotten.class),
            customer("customer.opportunity.created.v1", CustomerEvent.OpportunityCreated.class),
            customer("customer.opportunity.updated.v1", CustomerEvent.OpportunityUpdated.class),
            customer("customer.opportunity.deleted.v1", CustomerEvent.OpportunityDeleted.class),
            customer("customer.opportunity.merged.v1", CustomerEvent.OpportunityMerged.class),
            billing("billing.subscription.started.v1", BillingEvent.SubscriptionStarted.class),
            billing("billing.subscription.activated.v1", BillingEvent.SubscriptionActivated.class),
            billing("billing.subscription.changed.v1", BillingEvent.SubscriptionChanged.class),
            billing("billing.subscription.ended.v1", BillingEvent.SubscriptionEnded.class),
            billing("billing.invoice.paid.v1", BillingEvent.InvoicePaid.class),
            billing("billing.invoice.payment-failed.v1", BillingEvent.InvoicePaymentFailed.class),
            support("support.ticket.opened.v1", SupportEvent.TicketOpened.class),
            support("support.ticket.status-changed.v1", SupportEvent.TicketStatusChanged.class),
            support("support.ticket.priority-changed.v1", SupportEvent.TicketPriorityChanged.class),
            command(
                    "billing.refetch-subscription.v1",
                    BillingCommand.RefetchSubscription.class,
                    BusinessSystem.BILLING),
            command("billing.refetch-account.v1", BillingCommand.RefetchAccount.class, BusinessSystem.BILLING),
            command("crm.upsert-account.v1", CrmCommand.UpsertAccount.class, BusinessSystem.CRM),
            command("crm.refetch-account.v1", CrmCommand.RefetchAccount.class, BusinessSystem.CRM),
            command("crm.refetch-contact.v1", CrmCommand.RefetchContact.class, BusinessSystem.CRM),
            command("crm.refetch-opportunity.v1", CrmCommand.RefetchOpportunity.class, BusinessSystem.CRM),
            command("crm.upsert-contact.v1", CrmCommand.UpsertContact.class, BusinessSystem.CRM),
            command("crm.associate-contact.v1", CrmCommand.AssociateContact.class, BusinessSystem.CRM),
            command("crm.forget-contact.v1", CrmCommand.ForgetContact.class, BusinessSystem.CRM),
            command("crm.set-lifecycle-stage.v1", CrmCommand.SetLifecycleStage.class, BusinessSystem.CRM),
            command("crm.add-note.v1", CrmCommand.AddNote.class, BusinessSystem.CRM),
            command("crm.upsert-opportunity.v1", CrmCommand.UpsertOpportunity.class, BusinessSystem.CRM),
            command("support.upsert-organization.v1", SupportCommand.UpsertOrganization.class, BusinessSystem.SUPPORT),
            command("support.open-ticket.v1", SupportCommand.OpenTicket.class, BusinessSystem.SUPPORT),
            command("support.solve-ticket.v1", SupportCommand.SolveTicket.class, BusinessSystem.SUPPORT),
            command("support.refetch-ticket.v1", SupportCommand.RefetchTicket.class, BusinessSystem.SUPPORT),
            new MessageType("integration.command.completed.v1", IntegrationEvent.CommandCompleted.class, ""),
            new MessageType("integration.command.failed.v1", IntegrationEvent.CommandFailed.class, ""),
            new MessageType(
                    "integration.decision.recorded.v1",
                    IntegrationEvent.DecisionRecorded.class,
                    Topics.ROUTING_DECISIONS));

    private static final Map<String, MessageType> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(MessageType::name, Function.identity()));

    private static final Map<Class<? extends CanonicalPayload>, MessageType> BY_PAYLOAD =
            ALL.stream().collect(Collectors.toUnmodifiableMap(MessageType::payload, Function.identity()));

    /** Every kind of message. */
    public static List<MessageType> all() {
        return ALL;
    }

    /** The kind of that name; empty if this version does not know it. */
    public static Optional<MessageType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** @throws IllegalArgumentException if the payload is an {@code Unrecognised}, which is never sent */
    public static MessageType of(CanonicalPayload payload) {
        MessageType type = BY_PAYLOAD.get(payload.getClass());
        if (type == null) {
            throw new IllegalArgumentException(payload.getClass().getName() + " is not a message that can be sent");
        }
        return type;
    }

    /** Where this message travels when it is about that system. */
    public String topicFor(BusinessSystem system) {
        return topic.isEmpty() ? Topics.results(system) : topic;
    }

    private static MessageType customer(String name, Class<? extends CanonicalPayload> payload) {
        return new MessageType(name, payload, Topics.CUSTOMER_EVENTS);
    }

    private static MessageType billing(String name, Class<? extends CanonicalPayload> payload) {
        return new MessageType(name, payload, Topics.BILLING_EVENTS);
    }

    private static MessageType support(String name, Class<? extends CanonicalPayload> payload) {
        return new MessageType(name, payload, Topics.SUPPORT_EVENTS);
    }

    private static MessageType command(String name, Class<? extends CanonicalPayload> payload, BusinessSystem system) {
        return new MessageType(name, payload, Topics.commands(system));
    }
}
