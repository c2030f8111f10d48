package dev.interline.routing.account;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BillingStatus;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.LifecycleStage;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jdbi.v3.core.Handle;

/** Puts together what is known of an account: its facts, its subscriptions, its tickets. */
@ApplicationScoped
@Named("accountViews")
public class AccountViews {

    /** The account with that id, as this delivery's transaction sees it. */
    public AccountView load(Exchange exchange, @Body AccountId account) {
        Delivery delivery = Delivery.of(exchange);
        return load(delivery.transaction(), delivery.envelope().tenantId(), account);
    }

    AccountView load(Handle handle, TenantId tenant, AccountId account) {
        Map<AccountField, String> fields = new EnumMap<>(AccountField.class);
        boolean closed = facts(handle, tenant, account, fields);

        List<SubscriptionRow> subscriptions = handle.createQuery("""
                        select status, plans, version_at from subscription
                        where tenant_id = :tenant and account_id = :account
                        order by version_at desc, subscription_id""")
                .bind("tenant", tenant.value())
                .bind("account", account.value())
                .map((rs, context) ->
                        new SubscriptionRow(SubscriptionStatus.ofToken(rs.getString("status")), rs.getString("plans")))
                .list();
        plan(subscriptions).ifPresent(plan -> fields.put(AccountField.PLAN, plan));
        Optional<BillingStatus> status = closed ? Optional.of(BillingStatus.CANCELLED) : status(subscriptions);
        status.ifPresent(value -> fields.put(AccountField.BILLING_STATUS, value.token()));
        addTickets(handle, tenant, account, fields);
        return new AccountView(account, fields, earned(status));
    }

    /** Adds the account's own facts; whether its owner has removed it. */
    private static boolean facts(Handle handle, TenantId tenant, AccountId account, Map<AccountField, String> fields) {
        return handle
                .createQuery("""
                        select a.closed_at is not null as closed, f.field, f.value
                        from account a left join account_field f using (tenant_id, account_id)
                        where a.tenant_id = :tenant and a.account_id = :account""")
                .bind("tenant", tenant.value())
                .bind("account", account.value())
                .map((rs, context) -> {
                    String field = rs.getString("field");
                    if (field != null) {
                        fields.put(AccountField.ofToken(field), rs.getString("value"));
                    }
                    return rs.getBoolean("closed");
                })
                .list()
                .stream()
                .anyMatch(closed -> closed);
    }

    private static void addTickets(
            Handle handle, TenantId tenant, AccountId account, Map<AccountField, String> fields) {
        List<TicketRow> tickets = handle.createQuery("""
                        select t.status, t.escalated_at from ticket t
                        join cross_reference x on x.tenant_id = t.tenant_id and x.canonical_type = 'account'
                             and x.system = :support and x.external_id = t.organization_id
                        where t.tenant_id = :tenant and x.canonical_id = :account""")
                .bind("support", BusinessSystem.SUPPORT.token())
                .bind("tenant", tenant.value())
                .bind("account", account.value())
                .map((rs, context) -> new TicketRow(
                        TicketStatus.ofToken(rs.getString("status")),
                        Optional.ofNullable(rs.getTimestamp("escalated_at")).map(at -> at.toInstant())))
                .list();
        if (!tickets.isEmpty()) {
            long open =
                    tickets.stream().filter(ticket -> ticket.status().isOpen()).count();
            fields.put(AccountField.OPEN_TICKET_COUNT, Long.toString(open));
            tickets.stream()
                    .flatMap(ticket -> ticket.escalatedAt().stream())
                    .max(Instant::compareTo)
                    .ifPresent(at -> fields.put(AccountField.LAST_ESCALATION, at.toString()));
        }
    }

    /**
     * How the account stands over all its subscriptions: what needs attention outweighs what goes well, a live
     * subscription outweighs an ended one.
     */
    static Optional<BillingStatus> status(List<SubscriptionRow> subscriptions) {
        Set<SubscriptionStatus> present = EnumSet.noneOf(SubscriptionStatus.class);
        subscriptions.forEach(subscription -> present.add(subscription.status()));
        if (present.contains(SubscriptionStatus.PAST_DUE)) {
            return Optional.of(BillingStatus.PAST_DUE);
        }
        if (present.contains(SubscriptionStatus.ACTIVE)) {
            return Optional.of(BillingStatus.ACTIVE);
        }
        if (present.contains(SubscriptionStatus.TRIALING)) {
            return Optional.of(BillingStatus.TRIALING);
        }
        if (present.contains(SubscriptionStatus.SUSPENDED)) {
            return Optional.of(BillingStatus.SUSPENDED);
        }
        return present.contains(SubscriptionStatus.ENDED) ? Optional.of(BillingStatus.CANCELLED) : Optional.empty();
    }

    /** The plans of the live subscriptions; if there are none, those of the one that changed last. */
    static Optional<String> plan(List<SubscriptionRow> newestFirst) {
        Set<String> live = new TreeSet<>();
        newestFirst.stream()
                .filter(subscription -> subscription.status() != SubscriptionStatus.ENDED)
                .forEach(
                        subscription -> live.addAll(List.of(subscription.plans().split("\\+"))));
        live.remove("");
        if (!live.isEmpty()) {
            return Optional.of(String.join("+", live));
        }
        return newestFirst.stream()
                .map(SubscriptionRow::plans)
                .filter(plans -> !plans.isEmpty())
                .findFirst();
    }

    private static Optional<LifecycleStage> earned(Optional<BillingStatus> status) {
        return status.flatMap(value -> switch (value) {
            case ACTIVE, PAST_DUE, SUSPENDED -> Optional.of(LifecycleStage.CUSTOMER);
            case TRIALING -> Optional.of(LifecycleStage.OPPORTUNITY);
            case CANCELLED -> Optional.empty();
        });
    }

    /** A subscription as far as its account is concerned; plans joined by {@code +}. */
    record SubscriptionRow(SubscriptionStatus status, String plans) {}

    private record TicketRow(TicketStatus status, Optional<Instant> escalatedAt) {}
}
