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
import dev.interline.canonical.usage.UsageEvent;
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
            billing("billing.subscription.trial-ending.v1", BillingEvent.SubscriptionTrialEnding.class),
            billing("billing.schedule.changed.v1", BillingEvent.ScheduleChanged.class),
            billing("billing.invoice.announced.v1", BillingEvent.InvoiceAnnounced.class),
            billing("billing.invoice.created.v1", BillingEvent.InvoiceCreated.class),
            billing("billing.invoice.issued.v1", BillingEvent.InvoiceIssued.class),
            billing("billing.invoice.changed.v1", BillingEvent.InvoiceChanged.class),
            billing("billing.invoice.action-required.v1", BillingEvent.InvoiceActionRequired.class),
            billing("billing.invoice.payment-applied.v1", BillingEvent.InvoicePaymentApplied.class),
            billing("billing.invoice.overdue.v1", BillingEvent.InvoiceOverdue.class),
            billing("billing.invoice.voided.v1", BillingEvent.InvoiceVoided.class),
            billing("billing.invoice.written-off.v1", BillingEvent.InvoiceWrittenOff.class),
            billing("billing.invoice.deleted.v1", BillingEvent.InvoiceDeleted.class),
            billing("billing.charge.succeeded.v1", BillingEvent.ChargeSucceeded.class),
            billing("billing.charge.failed.v1", BillingEvent.ChargeFailed.class),
            billing("billing.charge.changed.v1", BillingEvent.ChargeChanged.class),
            billing("billing.charge.refunded.v1", BillingEvent.ChargeRefunded.class),
            billing("billing.payment.succeeded.v1", BillingEvent.PaymentSucceeded.class),
            billing("billing.payment.failed.v1", BillingEvent.PaymentFailed.class),
            billing("billing.payment.cancelled.v1", BillingEvent.PaymentCancelled.class),
            billing("billing.payment.changed.v1", BillingEvent.PaymentChanged.class),
            billing("billing.refund.created.v1", BillingEvent.RefundCreated.class),
            billing("billing.refund.changed.v1", BillingEvent.RefundChanged.class),
            billing("billing.refund.failed.v1", BillingEvent.RefundFailed.class),
            billing("billing.dispute.opened.v1", BillingEvent.DisputeOpened.class),
            billing("billing.dispute.changed.v1", BillingEvent.DisputeChanged.class),
            billing("billing.dispute.closed.v1", BillingEvent.DisputeClosed.class),
            billing("billing.payment-method.attached.v1", BillingEvent.PaymentMethodAttached.class),
            billing("billing.payment-method.changed.v1", BillingEvent.PaymentMethodChanged.class),
            billing("billing.payment-method.detached.v1", BillingEvent.PaymentMethodDetached.class),
            billing("billing.checkout.completed.v1", BillingEvent.CheckoutCompleted.class),
            billing("billing.checkout.paid.v1", BillingEvent.CheckoutPaid.class),
            billing("billing.checkout.payment-failed.v1", BillingEvent.CheckoutPaymentFailed.class),
            billing("billing.checkout.expired.v1", BillingEvent.CheckoutExpired.class),
            billing("billing.entitlements.changed.v1", BillingEvent.EntitlementsChanged.class),
            billing("billing.price.changed.v1", BillingEvent.PriceChanged.class),
            billing("billing.price.removed.v1", BillingEvent.PriceRemoved.class),
            billing("billing.product.changed.v1", BillingEvent.ProductChanged.class),
            billing("billing.product.removed.v1", BillingEvent.ProductRemoved.class),
            usage("usage.meter.changed.v1", UsageEvent.MeterChanged.class),
            usage("usage.reports.rejected.v1", UsageEvent.ReportsRejected.class),
            usage("usage.alert.triggered.v1", UsageEvent.AlertTriggered.class),
            support("support.ticket.opened.v1", SupportEvent.TicketOpened.class),
            support("support.ticket.status-changed.v1", SupportEvent.TicketStatusChanged.class),
            support("support.ticket.priority-changed.v1", SupportEvent.TicketPriorityChanged.class),
            support("support.ticket.commented.v1", SupportEvent.TicketCommented.class),
            support("support.ticket.assigned.v1", SupportEvent.TicketAssigned.class),
            support("support.ticket.details-changed.v1", SupportEvent.TicketDetailsChanged.class),
            support("support.ticket.merged.v1", SupportEvent.TicketMerged.class),
            support("support.ticket.rated.v1", SupportEvent.TicketRated.class),
            support("support.ticket.deadline-changed.v1", SupportEvent.TicketDeadlineChanged.class),
            support("support.user.created.v1", SupportEvent.UserCreated.class),
            support("support.user.details-changed.v1", SupportEvent.UserDetailsChanged.class),
            support("support.user.deleted.v1", SupportEvent.UserDeleted.class),
            support("support.user.merged.v1", SupportEvent.UserMerged.class),
            support("support.user.joined-organization.v1", SupportEvent.UserJoinedOrganization.class),
            support("support.user.left-organization.v1", SupportEvent.UserLeftOrganization.class),
            support("support.organization.created.v1", SupportEvent.OrganizationCreated.class),
            support("support.organization.details-changed.v1", SupportEvent.OrganizationDetailsChanged.class),
            support("support.organization.deleted.v1", SupportEvent.OrganizationDeleted.class),
            command(
                    "billing.refetch-subscription.v1",
                    BillingCommand.RefetchSubscription.class,
                    BusinessSystem.BILLING),
            command("billing.refetch-account.v1", BillingCommand.RefetchAccount.class, BusinessSystem.BILLING),
            command("billing.rename-account.v1", BillingCommand.RenameAccount.class, BusinessSystem.BILLING),
            command("billing.label-account.v1", BillingCommand.LabelAccount.class, BusinessSystem.BILLING),
            command("billing.open-account.v1", BillingCommand.OpenAccount.class, BusinessSystem.BILLING),
            command("billing.start-subscription.v1", BillingCommand.StartSubscription.class, BusinessSystem.BILLING),
            command("billing.issue-invoice.v1", BillingCommand.IssueInvoice.class, BusinessSystem.BILLING),
            command("billing.label-subscription.v1", BillingCommand.LabelSubscription.class, BusinessSystem.BILLING),
            command("billing.cancel-subscription.v1", BillingCommand.CancelSubscription.class, BusinessSystem.BILLING),
            command("billing.keep-subscription.v1", BillingCommand.KeepSubscription.class, BusinessSystem.BILLING),
            command("billing.pause-collection.v1", BillingCommand.PauseCollection.class, BusinessSystem.BILLING),
            command("billing.resume-collection.v1", BillingCommand.ResumeCollection.class, BusinessSystem.BILLING),
            command(
                    "billing.change-subscription-item.v1",
                    BillingCommand.ChangeSubscriptionItem.class,
                    BusinessSystem.BILLING),
            command("billing.void-invoice.v1", BillingCommand.VoidInvoice.class, BusinessSystem.BILLING),
            command("billing.write-off-invoice.v1", BillingCommand.WriteOffInvoice.class, BusinessSystem.BILLING),
            command("billing.pay-invoice.v1", BillingCommand.PayInvoice.class, BusinessSystem.BILLING),
            command("billing.refund-payment.v1", BillingCommand.RefundPayment.class, BusinessSystem.BILLING),
            command("billing.report-usage.v1", BillingCommand.ReportUsage.class, BusinessSystem.BILLING),
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
            command("support.comment-ticket.v1", SupportCommand.CommentTicket.class, BusinessSystem.SUPPORT),
            command("support.tag-ticket.v1", SupportCommand.TagTicket.class, BusinessSystem.SUPPORT),
            command("support.tag-tickets.v1", SupportCommand.TagTickets.class, BusinessSystem.SUPPORT),
            command("support.follow-job.v1", SupportCommand.FollowJob.class, BusinessSystem.SUPPORT),
            command("support.update-ticket.v1", SupportCommand.UpdateTicket.class, BusinessSystem.SUPPORT),
            command("support.follow-up-ticket.v1", SupportCommand.FollowUpTicket.class, BusinessSystem.SUPPORT),
            command("support.upsert-user.v1", SupportCommand.UpsertUser.class, BusinessSystem.SUPPORT),
            command("support.join-organization.v1", SupportCommand.JoinOrganization.class, BusinessSystem.SUPPORT),
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

    private static MessageType usage(String name, Class<? extends CanonicalPayload> payload) {
        return new MessageType(name, payload, Topics.USAGE_EVENTS);
    }

    private static MessageType support(String name, Class<? extends CanonicalPayload> payload) {
        return new MessageType(name, payload, Topics.SUPPORT_EVENTS);
    }

    private static MessageType command(String name, Class<? extends CanonicalPayload> payload, BusinessSystem system) {
        return new MessageType(name, payload, Topics.commands(system));
    }
}
