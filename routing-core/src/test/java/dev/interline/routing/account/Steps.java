package dev.interline.routing.account;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.Invoice;
import dev.interline.canonical.billing.Subscription;
import dev.interline.canonical.billing.SubscriptionItem;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.customer.Merge;
import dev.interline.canonical.integration.IntegrationEvent.CommandCompleted;
import dev.interline.canonical.support.SupportEvent;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What systems say, and what comes of commands, as messages on their channels; the second says when. */
final class Steps {

    static final ExternalRef CUSTOMER = new ExternalRef(BusinessSystem.BILLING, "cus_1");
    static final ExternalRef COMPANY = new ExternalRef(BusinessSystem.CRM, "9001");
    static final ExternalRef SURVIVOR = new ExternalRef(BusinessSystem.CRM, "9002");
    static final ExternalRef ORGANIZATION = new ExternalRef(BusinessSystem.SUPPORT, "7001");
    private static final ExternalRef SUBSCRIPTION = new ExternalRef(BusinessSystem.BILLING, "sub_1");
    static final Instant T0 = Instant.parse("2026-11-01T10:00:00Z");

    private Steps() {}

    record Step(String channel, String id, String subject, CanonicalPayload payload) {}

    /** Account ids differ by tenant, so what names one is made to fit. */
    static void deliver(RoutesUnderTest routes, TenantId tenant, Step step) {
        CanonicalPayload payload = step.payload();
        String subject = step.subject();
        if (payload instanceof CommandCompleted completed) {
            subject = dev.interline.durable.Ids.derived("acc_", tenant.value(), CUSTOMER.toString())
                    .substring(0, 24);
            payload = new CommandCompleted(
                    completed.commandId(), completed.commandType(), completed.system(), subject, completed.ref());
        }
        routes.deliver(step.channel(), tenant, step.id() + "-" + tenant, subject, payload);
    }

    static Step customer(String id, int second, String name, String domain) {
        return new Step(
                "customer-events",
                id,
                CUSTOMER.id(),
                new CustomerEvent.AccountUpdated(new Account(
                        CUSTOMER,
                        null,
                        Map.of(AccountField.NAME, name, AccountField.DOMAIN, domain),
                        version(second, id))));
    }

    static Step company(String id, int second, AccountId account, Map<AccountField, String> fields) {
        return new Step(
                "customer-events",
                id,
                COMPANY.id(),
                new CustomerEvent.AccountUpdated(new Account(COMPANY, account, fields, version(second, id))));
    }

    static Step subscription(String id, int second, SubscriptionStatus status) {
        return subscription(id, version(second, id), status);
    }

    /** What billing answers when it is asked: as it was in that second, events of this second included. */
    static Step subscriptionRead(String id, int second, SubscriptionStatus status) {
        return subscription(id, new SourceVersion(T0.plusSeconds(second), SourceVersion.OBSERVED, id), status);
    }

    static Step subscription(String id, SourceVersion version, SubscriptionStatus status) {
        Subscription subscription = new Subscription(
                SUBSCRIPTION,
                CUSTOMER,
                status,
                List.of(new SubscriptionItem("pro", null, 1, null)),
                null,
                null,
                false,
                false,
                version);
        return new Step(
                "billing-events",
                id,
                CUSTOMER.id(),
                status == SubscriptionStatus.ENDED
                        ? new BillingEvent.SubscriptionEnded(subscription)
                        : new BillingEvent.SubscriptionChanged(subscription));
    }

    static Step trialEnding(String id, int second, @Nullable Instant end) {
        return new Step(
                "billing-events",
                id,
                CUSTOMER.id(),
                new BillingEvent.SubscriptionTrialEnding(new Subscription(
                        SUBSCRIPTION,
                        CUSTOMER,
                        SubscriptionStatus.TRIALING,
                        List.of(new SubscriptionItem("pro", null, 1, null)),
                        end,
                        end,
                        false,
                        false,
                        version(second, id))));
    }

    static Step invoice(String id, int second, boolean paid) {
        Money money = new Money(BigDecimal.TEN, "USD");
        Invoice invoice = new Invoice(
                new ExternalRef(BusinessSystem.BILLING, "in_1"),
                CUSTOMER,
                null,
                "A-1",
                money,
                money,
                money,
                1,
                null,
                version(second, id));
        return new Step(
                "billing-events",
                id,
                CUSTOMER.id(),
                paid ? new BillingEvent.InvoicePaid(invoice) : new BillingEvent.InvoicePaymentFailed(invoice));
    }

    static Step ticket(String id, int second, TicketStatus status, TicketPriority priority) {
        return new Step(
                "support-events",
                id,
                "5001",
                new SupportEvent.TicketPriorityChanged(new Ticket(
                        new ExternalRef(BusinessSystem.SUPPORT, "5001"),
                        ORGANIZATION,
                        null,
                        status,
                        priority,
                        version(second, id))));
    }

    static Step organizationMade(String id) {
        return new Step(
                "support-results",
                id,
                "set at delivery",
                new CommandCompleted(
                        "cmd", "support.upsert-organization.v1", BusinessSystem.SUPPORT, "set", ORGANIZATION));
    }

    static SourceVersion version(int second, String id) {
        return new SourceVersion(T0.plusSeconds(second), SourceVersion.CHANGED, id);
    }

    static Step merged(String id, int second, ExternalRef survivor, ExternalRef gone) {
        return new Step(
                "customer-events",
                id,
                survivor.id(),
                new CustomerEvent.AccountMerged(new Merge(survivor, List.of(gone), version(second, id))));
    }
}
