package dev.interline.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceItem;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.InvoiceCreateParams;
import com.stripe.param.InvoiceFinalizeInvoiceParams;
import com.stripe.param.InvoiceItemCreateParams;
import com.stripe.param.InvoiceItemListParams;
import com.stripe.param.InvoiceSearchParams;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invoices of their own, from the draft to what Stripe does by itself, as Stripe's own library calls it. */
class StripeInvoicesTest {
    private final Sandbox sandbox =
            Sandbox.start(SandboxConfig.inMemory(Account.of("stripe", "acct_1Owed", "sk_test_owed")));
    private final StripeClient stripe = StripeClient.builder()
            .setApiKey("sk_test_owed")
            .setApiBase(sandbox.baseUrl() + "/stripe")
            .setMaxNetworkRetries(0)
            .build();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private String customer(String email) throws StripeException {
        return stripe.v1()
                .customers()
                .create(CustomerCreateParams.builder()
                        .setName("ada")
                        .setEmail(email)
                        .build())
                .getId();
    }

    private static InvoiceCreateParams.Builder draft(String customer) {
        return InvoiceCreateParams.builder()
                .setCustomer(customer)
                .setCurrency("eur")
                .setAutoAdvance(false)
                .putMetadata("our_key", "i1");
    }

    private InvoiceItem item(String customer, String invoice, long amount) throws StripeException {
        InvoiceItemCreateParams.Builder item = InvoiceItemCreateParams.builder()
                .setCustomer(customer)
                .setAmount(amount)
                .setCurrency("eur")
                .putMetadata("number", Long.toString(amount));
        return stripe.v1()
                .invoiceItems()
                .create(
                        invoice.isEmpty()
                                ? item.build()
                                : item.setInvoice(invoice).build());
    }

    private Invoice finalized(String invoice) throws StripeException {
        return stripe.v1()
                .invoices()
                .finalizeInvoice(
                        invoice,
                        InvoiceFinalizeInvoiceParams.builder()
                                .setAutoAdvance(true)
                                .build());
    }

    private String newestEvent() throws StripeException {
        return stripe.v1().events().list().getData().stream()
                .findFirst()
                .map(Event::getType)
                .orElse("");
    }

    @Test
    void a_draft_is_found_by_its_key_and_its_items_by_the_draft() throws StripeException {
        // Given
        String customer = customer("ada@example.test");
        item(customer, "", 9900);
        String draft = stripe.v1().invoices().create(draft(customer).build()).getId();
        item(customer, draft, 100);
        item(customer, draft, 200);

        // When
        var found = stripe.v1()
                .invoices()
                .search(InvoiceSearchParams.builder()
                        .setQuery("metadata['our_key']:'i1' AND customer:'" + customer + "'")
                        .build());
        var items = stripe.v1()
                .invoiceItems()
                .list(InvoiceItemListParams.builder().setInvoice(draft).build());

        // Then
        assertThat(found.getData()).extracting(Invoice::getId).containsExactly(draft);
        assertThat(items.getData())
                .extracting(item -> item.getMetadata().get("number"))
                .containsExactly("200", "100");
        assertThat(stripe.v1().invoices().retrieve(draft).getTotal()).isEqualTo(300);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1()
                        .invoices()
                        .search(InvoiceSearchParams.builder()
                                .setQuery("email:'ada@example.test'")
                                .build()))
                .withMessageContaining("unsupported search field");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1()
                        .invoiceItems()
                        .list(InvoiceItemListParams.builder()
                                .setInvoice("in_nothing")
                                .build()))
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo("resource_missing"));
    }

    @Test
    void pending_items_are_drawn_in_only_if_that_is_asked_for() throws StripeException {
        // Given
        String customer = customer("ada@example.test");
        item(customer, "", 9900);

        // When
        Invoice without = stripe.v1().invoices().create(draft(customer).build());
        Invoice with = stripe.v1()
                .invoices()
                .create(draft(customer)
                        .setPendingInvoiceItemsBehavior(InvoiceCreateParams.PendingInvoiceItemsBehavior.INCLUDE)
                        .build());

        // Then
        assertThat(without.getTotal()).isZero();
        assertThat(with.getTotal()).isEqualTo(9900);
    }

    @Test
    void a_finalized_invoice_is_charged_by_itself_and_takes_no_more() throws StripeException {
        // Given
        String customer = customer("ada@example.test");
        String id = stripe.v1().invoices().create(draft(customer).build()).getId();
        item(customer, id, 500);

        // When
        Invoice answered = finalized(id);

        // Then
        assertThat(answered.getStatus()).as("as of the moment before").isEqualTo("open");
        assertThat(stripe.v1().invoices().retrieve(id).getStatus()).isEqualTo("paid");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> finalized(id))
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo("invoice_not_editable"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> item(customer, id, 100))
                .withMessageContaining("no longer editable");
    }

    @Test
    void what_is_sent_needs_an_address_and_waits_to_be_paid() throws StripeException {
        // Given
        String customer = customer("ada@example.test");
        String nobody = stripe.v1()
                .customers()
                .create(CustomerCreateParams.builder().setName("bob").build())
                .getId();

        // When
        String id = stripe.v1()
                .invoices()
                .create(draft(customer)
                        .setCollectionMethod(InvoiceCreateParams.CollectionMethod.SEND_INVOICE)
                        .setDaysUntilDue(14L)
                        .build())
                .getId();
        item(customer, id, 500);
        finalized(id);

        // Then
        Invoice sent = stripe.v1().invoices().retrieve(id);
        assertThat(sent.getStatus()).isEqualTo("open");
        assertThat(sent.getDueDate() - sent.getCreated()).isEqualTo(14 * 86_400L);
        assertThat(newestEvent()).isEqualTo("invoice.sent");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1()
                        .invoices()
                        .create(draft(nobody)
                                .setCollectionMethod(InvoiceCreateParams.CollectionMethod.SEND_INVOICE)
                                .setDaysUntilDue(14L)
                                .build()))
                .withMessageContaining("Missing email");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1()
                        .invoices()
                        .create(draft(customer).setDaysUntilDue(14L).build()))
                .satisfies(refused -> assertThat(refused.getParam()).isEqualTo("days_until_due"));
    }

    @Test
    void a_credit_is_kept_for_the_next_invoice() throws StripeException {
        // Given
        String customer = customer("ada@example.test");
        String credit = stripe.v1().invoices().create(draft(customer).build()).getId();
        item(customer, credit, -700);

        // When
        finalized(credit);
        long kept = stripe.v1().customers().retrieve(customer).getBalance();
        String next = stripe.v1().invoices().create(draft(customer).build()).getId();
        item(customer, next, 1000);
        finalized(next);

        // Then
        assertThat(kept).isEqualTo(-700);
        assertThat(stripe.v1().invoices().retrieve(credit).getStatus()).isEqualTo("paid");
        assertThat(stripe.v1().invoices().retrieve(next).getAmountPaid()).isEqualTo(300);
        assertThat(stripe.v1().customers().retrieve(customer).getBalance()).isZero();
    }

    @Test
    void an_item_of_another_currency_or_customer_is_refused() throws StripeException {
        // Given
        String customer = customer("ada@example.test");
        String id = stripe.v1()
                .invoices()
                .create(draft(customer).setCurrency("usd").build())
                .getId();
        String other = stripe.v1()
                .invoices()
                .create(draft(customer("bob@example.test")).build())
                .getId();

        // Then
        for (String invoice : new String[] {id, other}) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> item(customer, invoice, 100));
        }
        assertThat(stripe.v1().invoices().retrieve(id).getTotal()).isZero();
    }
}
