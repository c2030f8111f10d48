package dev.interline.billing;

import dev.interline.canonical.Money;
import dev.interline.canonical.billing.BillingCommand.RefundPayment;
import dev.interline.canonical.billing.RefundReason;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * Money that we give back, once per key for ever: the key stands in the refund's metadata, and the refunds of the charge
 * are looked through before one is made (<a href="https://docs.stripe.com/api/refunds/create">refund</a>).
 */
@ApplicationScoped
@Named("stripeRefundCommands")
public class StripeRefundCommands {

    /** Where the key stands in Stripe. */
    static final String KEY = "interline_refund_key";

    private static final String COMMAND = "RefundPayment";

    /** Asks for the refunds of the charge. */
    public ProviderRequest find(Exchange exchange, @Body RefundPayment command) {
        exchange.setProperty(COMMAND, command);
        StripeKeys.lookFor(exchange, new StripeKeys.Once(KEY, command.key(), "refunds", () -> asked(command)));
        return ProviderRequest.get(
                "/v1/refunds",
                Map.of(
                        isCharge(command) ? "charge" : "payment_intent",
                        command.charge().id(),
                        "limit",
                        StripeKeys.LIMIT));
    }

    /** Asks for the charge or payment, as a refund is made in its currency whatever we mean. */
    public ProviderRequest chargeRequest(Exchange exchange) {
        RefundPayment command = command(exchange);
        return ProviderRequest.get(
                (isCharge(command) ? "/v1/charges/" : "/v1/payment_intents/")
                        + ProviderRequest.segment(command.charge().id()),
                Map.of());
    }

    /**
     * The refund to be made, the same in every attempt.
     *
     * @throws dev.interline.durable.failure.FailureException if the amount is not in the charge's currency, or finer than it
     */
    public ProviderRequest refundRequest(Exchange exchange, @Body ProviderAnswer charge) {
        RefundPayment command = command(exchange);
        StripeForm form = StripeKeys.marked(exchange, of(command));
        Money amount = command.amount();
        if (amount != null) {
            form.with("amount", minor(amount, charge.body().path("currency").asText("")));
        }
        return form.post("/v1/refunds");
    }

    /** With the amount as it was asked for; what Stripe takes for it, its currency decides. */
    private static StripeForm asked(RefundPayment command) {
        StripeForm form = of(command);
        Money amount = command.amount();
        return amount == null
                ? form
                : form.with("amount", amount.amount().stripTrailingZeros().toPlainString())
                        .with("currency", amount.currency());
    }

    private static StripeForm of(RefundPayment command) {
        StripeForm form = new StripeForm()
                .with(
                        isCharge(command) ? "charge" : "payment_intent",
                        command.charge().id());
        RefundReason reason = command.reason();
        return reason == null ? form : form.with("reason", reason.token());
    }

    private static String minor(Money amount, String currency) {
        if (!currency.toUpperCase(Locale.ROOT).equals(amount.currency())) {
            throw StripeFailures.refused("the charge is not in " + amount.currency());
        }
        try {
            return StripeMoney.minor(amount);
        } catch (IllegalArgumentException tooFine) {
            throw StripeFailures.refused(String.valueOf(tooFine.getMessage()));
        }
    }

    /** Charges are {@code ch_} or, of bank debits, {@code py_}; payment intents {@code pi_}. */
    private static boolean isCharge(RefundPayment command) {
        String id = command.charge().id();
        if (id.startsWith("pi_")) {
            return false;
        }
        if (id.startsWith("ch_") || id.startsWith("py_")) {
            return true;
        }
        throw StripeFailures.refused("only charges and payments can be refunded");
    }

    private static RefundPayment command(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(COMMAND, RefundPayment.class), COMMAND);
    }
}
