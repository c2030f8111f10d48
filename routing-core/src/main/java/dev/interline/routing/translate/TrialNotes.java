package dev.interline.routing.translate;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.BillingEvent.SubscriptionTrialEnding;
import dev.interline.canonical.billing.Subscription;
import dev.interline.canonical.billing.SubscriptionItem;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.routing.identity.CrossReferences;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Tells the CRM, in words a person reads, that an account's trial will end. */
@ApplicationScoped
@Named("trialNotes")
public class TrialNotes {

    private final Messages messages;
    private final CrossReferences references;

    public TrialNotes(Messages messages, CrossReferences references) {
        this.messages = messages;
        this.references = references;
    }

    /** Asks for a note at the account, filed under the time of the event; none if the end of the trial is not known. */
    public List<CanonicalMessage> note(Exchange exchange, @Body SubscriptionTrialEnding event) {
        Delivery delivery = Delivery.of(exchange);
        TenantId tenant = delivery.envelope().tenantId();
        Subscription subscription = event.subscription();
        Instant end = subscription.trialEnd();
        if (end == null) {
            return List.of();
        }
        AccountId account = references.findOrCreate(delivery.transaction(), tenant, subscription.account());
        String plans = subscription.items().stream()
                .map(SubscriptionItem::plan)
                .filter(plan -> !plan.isEmpty())
                .sorted()
                .collect(Collectors.joining(", "));
        String text = "The trial " + (plans.isEmpty() ? "" : "of " + plans + " ") + "ends on "
                + end.atOffset(ZoneOffset.UTC).toLocalDate()
                + (subscription.cancelAtPeriodEnd() ? " and is cancelled." : ".");
        return List.of(messages.follow(
                delivery,
                account.value(),
                subscription.ref().id(),
                new CrmCommand.AddNote(account, text, delivery.envelope().time())));
    }
}
