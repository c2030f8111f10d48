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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jdbi.v3.core.Handle;

/** Puts together what is known of an account: its facts, its subscriptions, its tickets; and what others were told of it. */
@ApplicationScoped
@Named("accountViews")
public class AccountViews {

    /** The account with that id, as this delivery's transaction sees it. */
    public AccountView load(Exchange exchange, @Body AccountId account) {
        Delivery delivery = Delivery.of(exchange);
        Known known = read(delivery.transaction(), delivery.envelope().tenantId(), account);
        ToldFacts.learn(delivery, account, known.told);
        return view(account, known);
    }

    AccountView load(Handle handle, TenantId tenant, AccountId account) {
        return view(account, read(handle, tenant, account));
    }

    private static Known read(Handle handle, TenantId tenant, AccountId account) {
        Known known = new Known();
        // One statement, as this is asked with every event of an account.
        handle.createQuery("""
                        select 'account' as kind, null as name, null as value, closed_at as at, null as tie from account
                        where tenant_id = :tenant and account_id = :account
                        union all
                        select 'field', field, value, null, null from account_field
                        where tenant_id = :tenant and account_id = :account
                        union all
                        select 'subscription', status, plans, version_at, subscription_id from subscription
                        where tenant_id = :tenant and account_id = :account
                        union all
                        select 'ticket', t.status, null, t.escalated_at, null from ticket t
                        join cross_reference x on x.tenant_id = t.tenant_id and x.canonical_type = 'account'
                             and x.system = :support and x.external_id = t.organization_id
                        where t.tenant_id = :tenant and x.canonical_id = :account
                        union all
                        select 'told', system, fields, null, null from last_command
                        where tenant_id = :tenant and account_id = :account
                        order by kind, at desc, tie""")
                .bind("tenant", tenant.value())
                .bind("account", account.value())
                .bind("support", BusinessSystem.SUPPORT.token())
                .map((rs, context) -> {
                    known.add(rs);
                    return true;
                })
                .list();
        return known;
    }

    private static AccountView view(AccountId account, Known known) {
        Map<AccountField, String> fields = known.fields;
        plan(known.subscriptions).ifPresent(plan -> fields.put(AccountField.PLAN, plan));
        Optional<BillingStatus> status =
                known.closed ? Optional.of(BillingStatus.CANCELLED) : status(known.subscriptions);
        status.ifPresent(value -> fields.put(AccountField.BILLING_STATUS, value.token()));
        addTickets(known.tickets, fields);
        return new AccountView(account, fields, earned(status));
    }

    /** The rows about an account. */
    private static final class Known {
        private final Map<AccountField, String> fields = new EnumMap<>(AccountField.class);
        private final List<SubscriptionRow> subscriptions = new ArrayList<>();
        private final List<TicketRow> tickets = new ArrayList<>();
        private final Map<BusinessSystem, Map<AccountField, String>> told = new EnumMap<>(BusinessSystem.class);
        private boolean closed;

        void add(ResultSet row) throws SQLException {
            String kind = Objects.requireNonNull(row.getString("kind"));
            String name = Objects.requireNonNullElse(row.getString("name"), "");
            Timestamp at = row.getTimestamp("at");
            switch (kind) {
                case "account" -> closed = at != null;
                case "field" -> fields.put(AccountField.ofToken(name), row.getString("value"));
                case "subscription" ->
                    subscriptions.add(new SubscriptionRow(
                            SubscriptionStatus.ofToken(name), Objects.requireNonNull(row.getString("value"))));
                case "ticket" ->
                    tickets.add(new TicketRow(
                            TicketStatus.ofToken(name), Optional.ofNullable(at).map(Timestamp::toInstant)));
                case "told" ->
                    told.put(
                            BusinessSystem.ofToken(name),
                            ToldFacts.fieldsOf(Objects.requireNonNull(row.getString("value"))));
                default -> throw new IllegalStateException("a row of no kind asked for: " + kind);
            }
        }
    }

    private static void addTickets(List<TicketRow> tickets, Map<AccountField, String> fields) {
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
