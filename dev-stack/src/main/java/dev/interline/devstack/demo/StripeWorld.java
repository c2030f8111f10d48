package dev.interline.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What the tenant's customers do at Stripe. */
final class StripeWorld {
    private final SandboxHttp http;
    private final DemoAccounts accounts;

    StripeWorld(SandboxHttp http, DemoAccounts accounts) {
        this.http = http;
        this.accounts = accounts;
    }

    /**
     * A subscription that is live.
     *
     * @param customer id of the customer
     * @param id id of the subscription
     */
    record Subscription(String customer, String id) {}

    Subscription subscribe(String companyName, String email) {
        String product = id(post("/v1/products", Map.of("name", "Team plan")));
        String price = id(post(
                "/v1/prices",
                Map.of(
                        "product", product,
                        "currency", "eur",
                        "unit_amount", "4900",
                        "recurring[interval]", "month")));
        String customer = id(post("/v1/customers", Map.of("name", companyName, "email", email)));
        String subscription = id(post("/v1/subscriptions", Map.of("customer", customer, "items[0][price]", price)));
        return new Subscription(customer, subscription);
    }

    /** @return the id of the next invoice of the subscription, open for payment */
    String nextInvoice(Subscription subscription) {
        String invoice = id(
                post("/v1/invoices", Map.of("customer", subscription.customer(), "subscription", subscription.id())));
        post("/v1/invoices/" + invoice + "/finalize", Map.of());
        return invoice;
    }

    void failPayment(String invoice) {
        String account = accounts.stripe().account();
        http.postJson(
                accounts.sandbox() + "/_sandbox/stripe/" + account + "/invoices/" + invoice + "/fail_payment",
                Map.of(),
                Map.of());
    }

    void pay(String invoice) {
        post("/v1/invoices/" + invoice + "/pay", Map.of());
    }

    private JsonNode post(String path, Map<String, String> fields) {
        return http.postForm(
                accounts.stripe().apiBase() + path,
                Map.of("Authorization", "Bearer " + accounts.stripe().apiToken()),
                fields);
    }

    private static String id(JsonNode object) {
        return object.path("id").asText();
    }
}
