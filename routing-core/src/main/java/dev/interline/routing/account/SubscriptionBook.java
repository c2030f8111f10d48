package dev.interline.routing.account;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.Subscription;
import dev.interline.canonical.billing.SubscriptionItem;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.routing.identity.CrossReferences;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jdbi.v3.core.Handle;

/** Keeps subscriptions at their newest version; an ended one stays ended. */
@ApplicationScoped
@Named("subscriptionBook")
public class SubscriptionBook {

    /** Set when only reading the subscription again can tell which of two statements is newer. */
    static final String IN_DOUBT = "SubscriptionInDoubt";

    private final CrossReferences references;
    private final UnknownCustomers unknownCustomers;

    SubscriptionBook(CrossReferences references, UnknownCustomers unknownCustomers) {
        this.references = references;
        this.unknownCustomers = unknownCustomers;
    }

    /**
     * Notes the state of a subscription.
     *
     * @return its account, if something about it is different now
     */
    public List<AccountId> apply(Exchange exchange, @Body BillingEvent event) {
        return switch (event) {
            case BillingEvent.SubscriptionStarted started -> note(exchange, started.subscription());
            case BillingEvent.SubscriptionActivated activated -> note(exchange, activated.subscription());
            case BillingEvent.SubscriptionChanged changed -> note(exchange, changed.subscription());
            case BillingEvent.SubscriptionEnded ended -> note(exchange, ended.subscription());
            case BillingEvent.SubscriptionTrialEnding ending -> note(exchange, ending.subscription());
            case BillingEvent.ScheduleChanged schedule -> List.of();
            case BillingEvent.OfInvoice invoice -> List.of();
            case BillingEvent.OfPayment payment -> List.of();
            case BillingEvent.OfCatalog catalog -> List.of();
            case BillingEvent.Unrecognised unrecognised -> List.of();
        };
    }

    private List<AccountId> note(Exchange exchange, Subscription subscription) {
        Delivery delivery = Delivery.of(exchange);
        Handle handle = delivery.transaction();
        TenantId tenant = delivery.envelope().tenantId();
        AccountId account = references.findOrCreate(handle, tenant, subscription.account());
        Optional<Known> known = handle.createQuery("""
                        select status, version_at, version_rank, version_tie from subscription
                        where tenant_id = :tenant and subscription_id = :id""")
                .bind("tenant", tenant.value())
                .bind("id", subscription.ref().id())
                .map((rs, context) -> new Known(
                        SubscriptionStatus.ofToken(rs.getString("status")),
                        new SourceVersion(
                                rs.getTimestamp("version_at").toInstant(),
                                rs.getInt("version_rank"),
                                rs.getString("version_tie"))))
                .findOne();
        if (known.isPresent() && !supersedes(subscription, known.get())) {
            flagDoubt(exchange, subscription, known.get());
            return List.of();
        }
        known.ifPresentOrElse(
                older -> flagDoubt(exchange, subscription, older),
                () -> unknownCustomers.flag(exchange, account, subscription.account()));
        store(handle, tenant, account, subscription);
        return List.of(account);
    }

    /** The end is final, whenever the news of it comes; otherwise the newer version counts. */
    private static boolean supersedes(Subscription subscription, Known known) {
        boolean ended = subscription.status() == SubscriptionStatus.ENDED;
        boolean wasEnded = known.status() == SubscriptionStatus.ENDED;
        if (ended != wasEnded) {
            return ended;
        }
        return subscription.version().compareTo(known.version()) > 0;
    }

    private static void flagDoubt(Exchange exchange, Subscription subscription, Known known) {
        boolean final_ =
                subscription.status() == SubscriptionStatus.ENDED || known.status() == SubscriptionStatus.ENDED;
        if (!final_ && subscription.version().isAmbiguousWith(known.version())) {
            exchange.getMessage().setHeader(IN_DOUBT, subscription.ref().id());
        }
    }

    private static void store(Handle handle, TenantId tenant, AccountId account, Subscription subscription) {
        String plans =
                subscription.items().stream()
                        .map(SubscriptionItem::plan)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining("+"));
        handle.createUpdate("""
                        insert into subscription (tenant_id, subscription_id, account_id, status, plans,
                                                  version_at, version_rank, version_tie)
                        values (:tenant, :id, :account, :status, :plans, :at, :rank, :tie)
                        on conflict (tenant_id, subscription_id) do update
                        set account_id = excluded.account_id, status = excluded.status, plans = excluded.plans,
                            version_at = excluded.version_at, version_rank = excluded.version_rank,
                            version_tie = excluded.version_tie""")
                .bind("tenant", tenant.value())
                .bind("id", subscription.ref().id())
                .bind("account", account.value())
                .bind("status", subscription.status().token())
                .bind("plans", plans)
                .bind("at", Timestamp.from(subscription.version().at()))
                .bind("rank", subscription.version().rank())
                .bind("tie", subscription.version().tieBreaker())
                .execute();
    }

    private record Known(SubscriptionStatus status, SourceVersion version) {}
}
