package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.billing.CancellationTime;
import dev.interline.canonical.billing.PausedInvoices;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions that we change. Each is read first: what is as wanted already is left alone, so a repetition after any
 * time does nothing again
 * (<a href="https://docs.stripe.com/api/subscriptions/update">update</a>,
 * <a href="https://docs.stripe.com/api/subscriptions/cancel">cancel</a>).
 */
@ApplicationScoped
@Named("stripeSubscriptionCommands")
public class StripeSubscriptionCommands {

    /** What is left to do: {@code nothing}, {@code write} or {@code end}. */
    static final String TO_DO = "SubscriptionToDo";

    private static final Set<String> OVER = Set.of("canceled", "incomplete_expired");
    private static final String COMMAND = "SubscriptionCommand";
    private static final String FORM = "SubscriptionForm";
    private static final String WHEN_PAUSED = "pause_collection";
    private static final String AT_PERIOD_END = "cancel_at_period_end";

    /** Asks for the subscription. */
    public ProviderRequest read(Exchange exchange, @Body BillingCommand command) {
        exchange.setProperty(COMMAND, command);
        return ProviderRequest.get(path(command), Map.of());
    }

    /**
     * Notes what is left to do.
     *
     * @throws dev.interline.durable.failure.FailureException if the subscription's state does not allow it
     */
    public void compare(Exchange exchange, @Body ProviderAnswer answer) {
        BillingCommand command = command(exchange);
        JsonNode subscription = answer.body();
        boolean ended = OVER.contains(subscription.path("status").asText(""));
        StripeForm form =
                switch (command) {
                    case BillingCommand.LabelSubscription label ->
                        StripeRecords.labelled(subscription, label.labels())
                                ? null
                                : new StripeForm().withMetadata(label.labels());
                    case BillingCommand.CancelSubscription cancel -> ended ? null : cancelling(cancel, subscription);
                    case BillingCommand other when ended -> throw StripeFailures.refused("the subscription has ended");
                    case BillingCommand.KeepSubscription keep -> keeping(subscription);
                    case BillingCommand.PauseCollection pause -> pausing(pause, subscription);
                    case BillingCommand.ResumeCollection resume ->
                        subscription.path(WHEN_PAUSED).isObject() ? new StripeForm().with(WHEN_PAUSED, "") : null;
                    case BillingCommand.ChangeSubscriptionItem change -> changing(change, subscription);
                    case BillingCommand other -> throw notAboutSubscriptions(other);
                };
        boolean now = form != null
                && command instanceof BillingCommand.CancelSubscription cancel
                && cancel.when() == CancellationTime.NOW;
        exchange.getMessage().setHeader(TO_DO, form == null ? "nothing" : now ? "end" : "write");
        exchange.setProperty(FORM, form);
    }

    /** What is to be written, the same in every attempt. */
    public ProviderRequest writeRequest(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(FORM, StripeForm.class), FORM)
                .post(path(command(exchange)));
    }

    /** The end, at once; nothing is invoiced or given back for the rest of the period. */
    public ProviderRequest endRequest(Exchange exchange) {
        return new ProviderRequest("DELETE", path(command(exchange)), Map.of(), null);
    }

    /** The subscription it was about, and the labels that were written: all else that is written is news to others. */
    public CommandOutcome outcome(Exchange exchange) {
        BillingCommand command = command(exchange);
        boolean written = exchange.getProperty(FORM, StripeForm.class) != null;
        return new CommandOutcome(
                subscription(command),
                List.of(),
                written && command instanceof BillingCommand.LabelSubscription label
                        ? StripeRecords.written(label.labels())
                        : Map.of());
    }

    private static @Nullable StripeForm cancelling(BillingCommand.CancelSubscription cancel, JsonNode subscription) {
        if (cancel.when() == CancellationTime.NOW) {
            return new StripeForm();
        }
        return subscription.path(AT_PERIOD_END).asBoolean(false) ? null : new StripeForm().with(AT_PERIOD_END, "true");
    }

    /** An end at the period's end or at a date: both are taken back. */
    private static @Nullable StripeForm keeping(JsonNode subscription) {
        if (subscription.path(AT_PERIOD_END).asBoolean(false)) {
            return new StripeForm().with(AT_PERIOD_END, "false");
        }
        return StripeFields.time(subscription.path("cancel_at")) == null
                ? null
                : new StripeForm().with("cancel_at", "");
    }

    private static @Nullable StripeForm pausing(BillingCommand.PauseCollection pause, JsonNode subscription) {
        JsonNode present = subscription.path(WHEN_PAUSED);
        String behavior = behavior(pause.invoices());
        Instant until = pause.resumesAt();
        Instant wanted = until == null ? null : Instant.ofEpochSecond(until.getEpochSecond());
        if (present.path("behavior").asText("").equals(behavior)
                && Objects.equals(StripeFields.time(present.path("resumes_at")), wanted)) {
            return null;
        }
        return new StripeForm()
                .with(WHEN_PAUSED + "[behavior]", behavior)
                .with(WHEN_PAUSED + "[resumes_at]", wanted == null ? "" : Long.toString(wanted.getEpochSecond()));
    }

    private static String behavior(PausedInvoices invoices) {
        return switch (invoices) {
            case KEEP_AS_DRAFT -> "keep_as_draft";
            case WRITE_OFF -> "mark_uncollectible";
            case VOID -> "void";
        };
    }

    private static @Nullable StripeForm changing(BillingCommand.ChangeSubscriptionItem change, JsonNode subscription) {
        JsonNode item = item(change.item(), subscription);
        ExternalRef price = change.price();
        Long quantity = change.quantity();
        boolean priced = price == null
                || StripeFields.id(item.path("price"))
                        .filter(price.id()::equals)
                        .isPresent();
        boolean counted = quantity == null || item.path("quantity").asLong(Long.MIN_VALUE) == quantity.longValue();
        if (priced && counted) {
            return null;
        }
        StripeForm form = new StripeForm()
                .with(
                        "items[0][id]",
                        StripeFields.id(item).orElseThrow(() -> StripeFailures.refused("the item has no id")));
        if (price != null) {
            form.with("items[0][price]", price.id());
        }
        if (quantity != null) {
            form.with("items[0][quantity]", Long.toString(quantity));
        }
        return form;
    }

    /** The item that is meant; without a name only the only one can be. */
    private static JsonNode item(@Nullable ExternalRef wanted, JsonNode subscription) {
        JsonNode items = subscription.path("items").path("data");
        if (wanted == null) {
            if (items.size() != 1) {
                throw StripeFailures.refused("the subscription has " + items.size() + " items, and none is named");
            }
            return items.path(0);
        }
        for (JsonNode item : items) {
            if (StripeFields.id(item).filter(wanted.id()::equals).isPresent()) {
                return item;
            }
        }
        if (StripeSubscriptionTranslator.isPartial(subscription)) {
            // It may be one of those that were not read; Stripe knows.
            return JsonNodeFactory.instance.objectNode().put("id", wanted.id());
        }
        throw StripeFailures.refused("the subscription has no such item");
    }

    private static BillingCommand command(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(COMMAND, BillingCommand.class), COMMAND);
    }

    private static String path(BillingCommand command) {
        return "/v1/subscriptions/"
                + ProviderRequest.segment(subscription(command).id());
    }

    private static ExternalRef subscription(BillingCommand command) {
        return switch (command) {
            case BillingCommand.LabelSubscription label -> label.subscription();
            case BillingCommand.CancelSubscription cancel -> cancel.subscription();
            case BillingCommand.KeepSubscription keep -> keep.subscription();
            case BillingCommand.PauseCollection pause -> pause.subscription();
            case BillingCommand.ResumeCollection resume -> resume.subscription();
            case BillingCommand.ChangeSubscriptionItem change -> change.subscription();
            case BillingCommand other -> throw notAboutSubscriptions(other);
        };
    }

    private static IllegalStateException notAboutSubscriptions(BillingCommand command) {
        return new IllegalStateException("The route sends " + command.getClass().getSimpleName()
                + " to be done to a subscription; see billing-commands.camel.yaml");
    }
}
