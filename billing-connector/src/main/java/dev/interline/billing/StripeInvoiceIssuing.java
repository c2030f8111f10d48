package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.billing.BillingCommand.IssueInvoice;
import dev.interline.canonical.billing.InvoiceCollection;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * An invoice of its own, once per key for ever: a draft that bears the key, its lines, then the draft is
 * <a href="https://docs.stripe.com/api/invoices/finalize">finalized</a>. Each step looks first at what is there, so a command
 * that ended anywhere goes on there: the draft is searched for, and until the search knows it, and for a day, one
 * Idempotency-Key stands for all commands with the key; each line bears its number; what is no draft any more is done.
 */
@ApplicationScoped
@Named("stripeInvoiceIssuing")
public class StripeInvoiceIssuing {

    /** Where the key stands in Stripe. */
    static final String KEY = "interline_invoice_key";

    /** Where the number of a line stands in Stripe, from 1. */
    static final String LINE = "interline_invoice_line";

    /** Whether lines may be missing, and the invoice is to be finalized. */
    static final String IS_DRAFT = "InvoiceIsDraft";

    private static final String COMMAND = "IssueInvoice";
    private static final Set<String> ISSUED = Set.of("open", "paid", "uncollectible", "void");

    /**
     * Searches for the invoice.
     *
     * @throws dev.interline.durable.failure.FailureException if an amount is finer than its currency: nothing is made then
     */
    public ProviderRequest find(Exchange exchange, @Body IssueInvoice command) {
        exchange.setProperty(COMMAND, command);
        command.lines().forEach(StripeInvoiceIssuing::minor);
        StripeKeys.lookFor(exchange, new StripeKeys.Once(KEY, command.key(), "invoices", () -> asked(command)));
        return ProviderRequest.get(
                "/v1/invoices/search",
                Map.of("query", "metadata['" + KEY + "']:'" + command.key() + "'", "limit", StripeKeys.LIMIT));
    }

    /**
     * The draft to be made, the same in every attempt. It waits for us, and draws in nothing that waits for another invoice
     * (<a href="https://docs.stripe.com/api/invoices/create">invoice</a>).
     */
    public ProviderRequest request(Exchange exchange) {
        IssueInvoice command = command(exchange);
        return StripeKeys.marked(exchange, draft(command))
                .with("currency", currency(command))
                .with("auto_advance", "false")
                .with("pending_invoice_items_behavior", "exclude")
                .post("/v1/invoices")
                .once(effect(command));
    }

    /** Asks for the invoice as it is now: what the draft's making was answered may be a day old. */
    public ProviderRequest read(Exchange exchange) {
        return ProviderRequest.get(path(exchange), Map.of());
    }

    /**
     * Notes whether it is a draft still.
     *
     * @throws dev.interline.durable.failure.FailureException if it is nothing that we know
     */
    public void compare(Exchange exchange, @Body ProviderAnswer answer) {
        String status = answer.body().path("status").asText("");
        boolean draft = status.equals("draft");
        if (!draft && !ISSUED.contains(status)) {
            throw StripeFailures.refused("the invoice is in no state that is known");
        }
        exchange.getMessage().setHeader(IS_DRAFT, draft);
    }

    /** Asks for the lines it has (<a href="https://docs.stripe.com/api/invoiceitems/list">invoice items</a>). */
    public ProviderRequest linesRequest(Exchange exchange) {
        return ProviderRequest.get(
                "/v1/invoiceitems", Map.of("invoice", StripeKeys.id(exchange), "limit", StripeKeys.LIMIT));
    }

    /**
     * The lines that are missing, each as the request that adds it, in their order.
     *
     * @throws dev.interline.durable.failure.FailureException if the list is not whole: which are missing must be certain
     */
    public List<ProviderRequest> missing(Exchange exchange, @Body ProviderAnswer answer) {
        IssueInvoice command = command(exchange);
        JsonNode list = answer.body();
        Set<String> there = new HashSet<>();
        list.path("data")
                .forEach(item -> there.add(item.path("metadata").path(LINE).asText("")));
        List<ProviderRequest> missing = new ArrayList<>();
        for (int i = 1; i <= command.lines().size(); i++) {
            if (!there.contains(Integer.toString(i))) {
                missing.add(line(exchange, command, i));
            }
        }
        boolean whole = list.path("data").isArray() && !list.path("has_more").asBoolean(true);
        if (!missing.isEmpty() && !whole) {
            throw StripeFailures.refused("its lines cannot be looked through");
        }
        return missing;
    }

    private static ProviderRequest line(Exchange exchange, IssueInvoice command, int number) {
        IssueInvoice.Line line = command.lines().get(number - 1);
        return new StripeForm()
                .with("customer", command.account().id())
                .with("invoice", StripeKeys.id(exchange))
                .with("amount", minor(line))
                .with("currency", currency(command))
                .with("description", line.description())
                .with("metadata[" + LINE + "]", Integer.toString(number))
                .post("/v1/invoiceitems")
                .once(effect(command) + "/" + number);
    }

    /** Issues it: from then on Stripe charges or sends it by itself. */
    public ProviderRequest finalizeRequest(Exchange exchange) {
        return new StripeForm().with("auto_advance", "true").post(path(exchange) + "/finalize");
    }

    private static StripeForm draft(IssueInvoice command) {
        boolean sent = command.collection() == InvoiceCollection.SEND;
        StripeForm form = new StripeForm()
                .with("customer", command.account().id())
                .with("collection_method", sent ? "send_invoice" : "charge_automatically")
                .withMetadata(command.labels());
        Integer days = command.daysUntilDue();
        return days == null ? form : form.with("days_until_due", Integer.toString(days));
    }

    private static StripeForm asked(IssueInvoice command) {
        StripeForm form = draft(command).with("currency", currency(command));
        for (int i = 0; i < command.lines().size(); i++) {
            IssueInvoice.Line line = command.lines().get(i);
            form.with("lines[" + i + "][amount]", minor(line))
                    .with("lines[" + i + "][description]", line.description());
        }
        return form;
    }

    private static String minor(IssueInvoice.Line line) {
        try {
            return StripeMoney.signedMinor(line.amount());
        } catch (IllegalArgumentException tooFine) {
            throw StripeFailures.refused(String.valueOf(tooFine.getMessage()));
        }
    }

    private static String currency(IssueInvoice command) {
        return command.currency().toLowerCase(Locale.ROOT);
    }

    private static String effect(IssueInvoice command) {
        return "issue-invoice/" + command.key();
    }

    private static String path(Exchange exchange) {
        return "/v1/invoices/" + ProviderRequest.segment(StripeKeys.id(exchange));
    }

    private static IssueInvoice command(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(COMMAND, IssueInvoice.class), COMMAND);
    }
}
