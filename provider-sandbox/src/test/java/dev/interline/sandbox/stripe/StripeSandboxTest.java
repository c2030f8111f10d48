package dev.interline.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.model.Price;
import com.stripe.model.StripeCollection;
import com.stripe.model.Subscription;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerSearchParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.EventListParams;
import com.stripe.param.InvoicePayParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.ProductCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.SubscriptionUpdateParams;
import dev.interline.sandbox.Caller;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StripeSandboxTest {
    private final Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(
            Account.of("stripe", "acct_1One", "sk_test_one"), Account.of("stripe", "acct_1Two", "sk_test_two")));
    private final Caller http = Caller.bearer(sandbox.baseUrl(), "sk_test_one");
    private StripeClient stripe = client("sk_test_one");

    private StripeClient client(String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(sandbox.baseUrl() + "/stripe")
                .setMaxNetworkRetries(0)
                .build();
    }

    @BeforeEach
    void freshClient() {
        stripe = client("sk_test_one");
    }

    @AfterEach
    void stop() {
        http.close();
        sandbox.close();
    }

    private Customer customer(String name) throws StripeException {
        return stripe.v1()
                .customers()
                .create(CustomerCreateParams.builder()
                        .setName(name)
                        .setEmail(name + "@example.test")
                        .putMetadata("account_uid", name)
                        .build());
    }

    private Price monthly(long amount) throws StripeException {
        var product = stripe.v1()
                .products()
                .create(ProductCreateParams.builder().setName("Plan").build());
        return stripe.v1()
                .prices()
                .create(PriceCreateParams.builder()
                        .setProduct(product.getId())
                        .setCurrency("eur")
                        .setUnitAmount(amount)
                        .setRecurring(PriceCreateParams.Recurring.builder()
                                .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                                .build())
                        .build());
    }

    private Subscription subscribed(Customer customer, Price price, long quantity) throws StripeException {
        return stripe.v1()
                .subscriptions()
                .create(SubscriptionCreateParams.builder()
                        .setCustomer(customer.getId())
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice(price.getId())
                                .setQuantity(quantity)
                                .build())
                        .build());
    }

    @Test
    void a_customer_is_created_changed_cleared_and_deleted() throws StripeException {
        // Given
        Customer created = customer("ada");

        // When
        Customer changed = stripe.v1()
                .customers()
                .update(
                        created.getId(),
                        CustomerUpdateParams.builder()
                                .setName("")
                                .putMetadata("account_uid", "")
                                .putMetadata("tier", "gold")
                                .build());
        stripe.v1().customers().delete(created.getId());
        Customer gone = stripe.v1().customers().retrieve(created.getId());

        // Then
        assertThat(created.getId()).startsWith("cus_");
        assertThat(changed.getName()).isNull();
        assertThat(changed.getMetadata()).containsExactlyEntriesOf(Map.of("tier", "gold"));
        assertThat(gone.getDeleted()).isTrue();
        assertThat(stripe.v1().customers().list().getData()).isEmpty();
    }

    @Test
    void an_active_subscription_bills_at_once_and_has_its_period_on_the_item() throws StripeException {
        // Given
        Customer customer = customer("grace");

        // When
        Subscription subscription = subscribed(customer, monthly(1250), 3);
        Invoice invoice = stripe.v1().invoices().retrieve(subscription.getLatestInvoice());

        // Then
        assertThat(subscription.getStatus()).isEqualTo("active");
        var item = subscription.getItems().getData().get(0);
        assertThat(item.getCurrentPeriodEnd()).isGreaterThan(item.getCurrentPeriodStart());
        assertThat(invoice.getStatus()).isEqualTo("paid");
        assertThat(invoice.getAmountPaid()).isEqualTo(3750);
        assertThat(invoice.getCurrency()).isEqualTo("eur");
        assertThat(invoice.getParent().getSubscriptionDetails().getSubscription())
                .isEqualTo(subscription.getId());
    }

    @Test
    void older_versions_get_the_older_shape() throws StripeException {
        // Given
        Subscription subscription = subscribed(customer("linus"), monthly(100), 1);

        // When
        String path = "/stripe/v1/subscriptions/" + subscription.getId();
        JsonNode old = Caller.bearer(sandbox.baseUrl(), "sk_test_one")
                .form(path, "metadata[seen]=1&expand[]=latest_invoice", "Stripe-Version", "2020-08-27")
                .json();

        // Then
        assertThat(old.path("current_period_end").isNumber()).isTrue();
        assertThat(old.path("items").path("data").get(0).has("current_period_end"))
                .isFalse();
        assertThat(old.path("latest_invoice").path("subscription").asText()).isEqualTo(subscription.getId());
        assertThat(old.path("latest_invoice").path("paid").asBoolean()).isTrue();
        assertThat(old.path("latest_invoice").has("parent")).isFalse();
    }

    @Test
    void a_failing_payment_makes_the_subscription_past_due_until_it_is_paid() throws StripeException {
        // Given
        Subscription subscription = subscribed(customer("alan"), monthly(900), 1);
        String invoice = subscription.getLatestInvoice();

        // When
        JsonNode failed = http.post("/_sandbox/stripe/acct_1One/invoices/" + invoice + "/fail_payment", "{}")
                .json();
        String whileOpen =
                stripe.v1().subscriptions().retrieve(subscription.getId()).getStatus();
        Invoice paid = stripe.v1().invoices().pay(invoice);

        // Then
        assertThat(failed.path("status").asText()).isEqualTo("open");
        assertThat(failed.path("attempt_count").asInt()).isEqualTo(2);
        assertThat(whileOpen).isEqualTo("past_due");
        assertThat(paid.getStatus()).isEqualTo("paid");
        assertThat(stripe.v1().subscriptions().retrieve(subscription.getId()).getStatus())
                .isEqualTo("active");
        EventListParams all = EventListParams.builder().setLimit(100L).build();
        assertThat(stripe.v1().events().list(all).getData())
                .extracting(event -> event.getType())
                .startsWith(
                        "invoice_payment.paid",
                        "payment_intent.succeeded",
                        "charge.succeeded",
                        "invoice.payment_succeeded",
                        "invoice.paid",
                        "customer.subscription.updated",
                        "customer.subscription.updated",
                        "invoice.payment_failed");
    }

    @Test
    void a_renewal_moves_the_period_and_may_fail() throws StripeException {
        // Given
        Subscription before = subscribed(customer("edsger"), monthly(700), 1);

        // When
        JsonNode invoice = http.post(
                        "/_sandbox/stripe/acct_1One/subscriptions/" + before.getId() + "/renew", "{'payment':'fail'}")
                .json();
        Subscription after = stripe.v1().subscriptions().retrieve(before.getId());

        // Then
        assertThat(invoice.path("billing_reason").asText()).isEqualTo("subscription_cycle");
        assertThat(invoice.path("status").asText()).isEqualTo("open");
        assertThat(after.getStatus()).isEqualTo("past_due");
        assertThat(after.getLatestInvoice()).isEqualTo(invoice.path("id").asText());
        assertThat(after.getItems().getData().get(0).getCurrentPeriodStart())
                .isEqualTo(before.getItems().getData().get(0).getCurrentPeriodEnd());
    }

    @Test
    void a_declining_card_leaves_the_subscription_incomplete_and_its_invoice_unpayable() throws StripeException {
        // Given
        Customer customer = customer("barbara");
        Price price = monthly(500);
        SubscriptionCreateParams order = SubscriptionCreateParams.builder()
                .setCustomer(customer.getId())
                .setDefaultPaymentMethod("pm_card_visa_chargeDeclined")
                .addItem(SubscriptionCreateParams.Item.builder()
                        .setPrice(price.getId())
                        .build())
                .build();

        // When
        Subscription subscription = stripe.v1().subscriptions().create(order);
        String invoice = subscription.getLatestInvoice();

        // Then
        assertThat(subscription.getStatus()).isEqualTo("incomplete");
        assertThatExceptionOfType(CardException.class)
                .isThrownBy(() -> stripe.v1().invoices().pay(invoice))
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo("card_declined"));
        stripe.v1()
                .invoices()
                .pay(
                        invoice,
                        InvoicePayParams.builder()
                                .setPaymentMethod("pm_card_visa")
                                .build());
        assertThat(stripe.v1().subscriptions().retrieve(subscription.getId()).getStatus())
                .isEqualTo("active");
    }

    @Test
    void quantity_changes_cancellation_at_period_end_and_cancellation() throws StripeException {
        // Given
        Subscription subscription = subscribed(customer("donald"), monthly(500), 1);
        String item = subscription.getItems().getData().get(0).getId();

        // When
        Subscription ending = stripe.v1()
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .setCancelAtPeriodEnd(true)
                                .addItem(SubscriptionUpdateParams.Item.builder()
                                        .setId(item)
                                        .setQuantity(5L)
                                        .build())
                                .build());
        Subscription canceled = stripe.v1().subscriptions().cancel(subscription.getId());

        // Then
        assertThat(ending.getStatus()).isEqualTo("active");
        assertThat(ending.getCancelAt())
                .isEqualTo(ending.getItems().getData().get(0).getCurrentPeriodEnd());
        assertThat(ending.getItems().getData().get(0).getQuantity()).isEqualTo(5);
        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(stripe.v1().subscriptions().list().getData()).isEmpty();
        assertThat(stripe.v1()
                        .subscriptions()
                        .list(SubscriptionListParams.builder()
                                .setStatus(SubscriptionListParams.Status.ALL)
                                .build())
                        .getData())
                .hasSize(1);
    }

    @Test
    void lists_page_newest_first_in_both_directions() throws StripeException {
        // Given
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            newestFirst.add(0, customer("c" + i).getId());
        }

        // When
        StripeCollection<Customer> first = stripe.v1()
                .customers()
                .list(CustomerListParams.builder().setLimit(3L).build());
        List<String> walked = new ArrayList<>();
        first.autoPagingIterable().forEach(one -> walked.add(one.getId()));
        StripeCollection<Customer> back = stripe.v1()
                .customers()
                .list(CustomerListParams.builder()
                        .setLimit(2L)
                        .setEndingBefore(newestFirst.get(4))
                        .build());

        // Then
        assertThat(first.getHasMore()).isTrue();
        assertThat(walked).isEqualTo(newestFirst);
        assertThat(back.getData()).extracting(Customer::getId).isEqualTo(newestFirst.subList(2, 4));
        assertThat(back.getHasMore()).isTrue();
    }

    @Test
    void customers_are_found_by_email_and_by_metadata() throws StripeException {
        // Given
        Customer wanted = customer("niklaus");
        customer("ken");

        // When
        var byEmail = stripe.v1()
                .customers()
                .list(CustomerListParams.builder()
                        .setEmail("niklaus@example.test")
                        .build());
        var bySearch = stripe.v1()
                .customers()
                .search(CustomerSearchParams.builder()
                        .setQuery("metadata['account_uid']:'niklaus'")
                        .build());

        // Then
        assertThat(byEmail.getData()).extracting(Customer::getId).containsExactly(wanted.getId());
        assertThat(bySearch.getData()).extracting(Customer::getId).containsExactly(wanted.getId());
    }

    @Test
    void the_same_key_gives_the_same_customer_and_another_body_is_refused() throws StripeException {
        // Given
        RequestOptions key =
                RequestOptions.builder().setIdempotencyKey("create-hedy").build();
        CustomerCreateParams params =
                CustomerCreateParams.builder().setName("hedy").build();
        Customer first = stripe.v1().customers().create(params, key);

        // When
        Customer second = stripe.v1().customers().create(params, key);

        // Then
        assertThat(second.getId()).isEqualTo(first.getId());
        assertThat(second.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(stripe.v1().customers().list().getData()).hasSize(1);
        assertThatExceptionOfType(IdempotencyException.class).isThrownBy(() -> stripe.v1()
                .customers()
                .create(CustomerCreateParams.builder().setName("other").build(), key));
    }

    @Test
    void a_refused_parameter_does_not_use_up_the_key() {
        // Given
        String key = "typo";
        http.form("/stripe/v1/customers", "nmae=x", "Idempotency-Key", key);

        // When
        Caller.Reply corrected = http.form("/stripe/v1/customers", "name=x", "Idempotency-Key", key);

        // Then
        assertThat(corrected.status()).isEqualTo(200);
        assertThat(corrected.header("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void errors_are_stripes_own() {
        // Given
        StripeClient stranger = client("sk_test_nobody");

        // When
        Caller.Reply json = http.post("/stripe/v1/customers", "{'name':'x'}");
        Caller.Reply unknown = http.form("/stripe/v1/customers", "nmae=x");
        Caller.Reply missing = http.form("/stripe/v1/subscriptions", "items[0][price]=price_1");

        // Then
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> stranger.v1().customers().list());
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().customers().retrieve("cus_nope"))
                .satisfies(error -> {
                    assertThat(error.getStatusCode()).isEqualTo(404);
                    assertThat(error.getCode()).isEqualTo("resource_missing");
                    assertThat(error.getRequestId()).startsWith("req_");
                });
        assertThat(json.status()).isEqualTo(400);
        assertThat(json.json().path("error").path("message").asText()).contains("application/x-www-form-urlencoded");
        assertThat(unknown.json().path("error").path("code").asText()).isEqualTo("parameter_unknown");
        assertThat(missing.json().path("error").path("param").asText()).isEqualTo("customer");
    }

    @Test
    void accounts_do_not_see_each_other() throws StripeException {
        // Given
        Customer mine = customer("mine");

        // When
        StripeClient other = client("sk_test_two");

        // Then
        assertThat(other.v1().customers().list().getData()).isEmpty();
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> other.v1().customers().retrieve(mine.getId()));
    }
}
