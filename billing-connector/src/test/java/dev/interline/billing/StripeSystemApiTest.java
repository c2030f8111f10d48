package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.awaitility.Awaitility.await;

import dev.interline.testkit.api.ApiClient;
import dev.interline.testkit.api.ApiStand;
import dev.interline.testkit.api.SystemApiContractTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = ApiStand.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = ApiStand.PROVIDER, value = "stripe"))
class StripeSystemApiTest extends SystemApiContractTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @Override
    protected String resource() {
        return "accounts";
    }

    @Override
    protected String filter() {
        return "createdAfter=2020-01-01T00:00:00Z";
    }

    @Override
    protected String make(ApiClient provider, String name) {
        return atProvider(
                        provider,
                        "POST",
                        "/v1/customers",
                        FORM,
                        "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&email=billing%40acme.example")
                .path("id")
                .asText();
    }

    @Override
    protected Wanted command(ApiClient provider, String key) {
        return new Wanted("POST", "/api/v1/accounts/" + make(provider, key) + "/refresh", "");
    }

    /** A record that is only read again is neither made nor touched. */
    @Override
    protected boolean commandNamesItsRecord() {
        return false;
    }

    @Override
    protected Map<String, String> badBodies() {
        return Map.of("{}", "#");
    }

    @Override
    protected Map<String, String> credentials(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    @Override
    protected String accountMapping() {
        return StripeCustomerTranslator.MAPPING;
    }

    @Override
    protected String makeAccount(ApiClient provider) {
        return "/api/v1/accounts/" + make(provider, "Mapped");
    }

    @Override
    protected Map<String, Supplier<Wanted>> everyCommand() {
        String customer = make(provider(), "Every command");
        String accounts = "/api/v1/accounts/" + customer;
        String subscriptions = "/api/v1/subscriptions/" + subscription(customer, "pm_card_visa");
        String invoices = "/api/v1/invoices/";
        made("/v1/billing/meters", "display_name=Calls&event_name=calls&default_aggregation[formula]=sum");
        Map<String, Supplier<Wanted>> commands = new LinkedHashMap<>();
        commands.put("refreshAccount", () -> new Wanted("POST", accounts + "/refresh", ""));
        commands.put(
                "labelAccount",
                () -> new Wanted("PATCH", accounts + "/labels", "{\"labels\":{\"crm_company\":\"42\"}}"));
        commands.put("renameAccount", () -> new Wanted("PUT", accounts + "/name", "{\"name\":\"Acme Corp\"}"));
        commands.put(
                "reportUsage",
                () -> new Wanted("POST", accounts + "/usage", "{\"meter\":\"calls\",\"value\":2,\"key\":\"use-1\"}"));
        commands.put(
                "openAccount",
                () -> new Wanted(
                        "POST",
                        "/api/v1/accounts",
                        "{\"name\":\"New Corp\",\"email\":\"ada@new.example\",\"key\":\"lead-1\"}"));
        String price = price();
        commands.put(
                "startSubscription",
                () -> new Wanted(
                        "POST",
                        accounts + "/subscriptions",
                        "{\"items\":[{\"price\":\"" + price
                                + "\",\"quantity\":2}],\"trialDays\":14,\"key\":\"deal-7\"}"));
        commands.put(
                "issueInvoice",
                () -> new Wanted(
                        "POST",
                        accounts + "/invoices",
                        "{\"lines\":[{\"description\":\"Set-up\",\"amount\":{\"amount\":120.5,\"currency\":\"EUR\"}},"
                                + "{\"description\":\"Goodwill\",\"amount\":{\"amount\":-20,\"currency\":\"EUR\"}}],"
                                + "\"collection\":\"send\",\"daysUntilDue\":14,\"labels\":{\"crm_deal\":\"7\"},"
                                + "\"key\":\"project-1\"}"));
        commands.put("refreshSubscription", () -> new Wanted("POST", subscriptions + "/refresh", ""));
        commands.put(
                "labelSubscription",
                () -> new Wanted("PATCH", subscriptions + "/labels", "{\"labels\":{\"crm_deal\":\"7\"}}"));
        commands.put("changeSubscriptionItem", () -> new Wanted("PATCH", subscriptions + "/items", "{\"quantity\":3}"));
        commands.put(
                "pauseCollection",
                () -> new Wanted("PUT", subscriptions + "/collection-pause", "{\"invoices\":\"void\"}"));
        commands.put("resumeCollection", () -> new Wanted("DELETE", subscriptions + "/collection-pause", ""));
        commands.put(
                "cancelSubscription", () -> new Wanted("POST", subscriptions + "/cancel", "{\"when\":\"period_end\"}"));
        commands.put("keepSubscription", () -> new Wanted("POST", subscriptions + "/keep", ""));
        commands.put("voidInvoice", () -> new Wanted("POST", invoices + openInvoice(customer) + "/void", ""));
        commands.put("writeOffInvoice", () -> new Wanted("POST", invoices + openInvoice(customer) + "/write-off", ""));
        commands.put("payInvoice", () -> {
            String invoice = openInvoice(customer);
            made("/v1/invoices/" + invoice, "default_payment_method=pm_card_visa");
            return new Wanted("POST", invoices + invoice + "/pay", "");
        });
        commands.put(
                "refundPayment",
                () -> new Wanted(
                        "POST",
                        "/api/v1/payments/ch_"
                                + invoiceOf(subscription(customer, "pm_card_visa"))
                                        .substring(3) + "/refunds",
                        "{\"amount\":{\"amount\":12.5,\"currency\":\"EUR\"},\"key\":\"goodwill-1\"}"));
        return commands;
    }

    @Override
    protected Map<String, Filed> everyRecord() {
        String customer = make(provider(), "Every record");
        String stranger = make(provider(), "Stranger");
        String product = made("/v1/products", "name=Every");
        String price = made("/v1/prices", "product=" + product + "&currency=eur&unit_amount=100");
        String subscription = subscription(customer, "pm_card_visa");
        String foreign = subscription(stranger, "pm_card_visa");
        String invoice = invoiceOf(subscription);
        String charge = "ch_" + invoice.substring(3);
        String payment = "pi_" + invoice.substring(3);
        String foreignCharge = "ch_" + invoiceOf(foreign).substring(3);
        String foreignPayment = "pi_" + invoiceOf(foreign).substring(3);
        String refund = made("/v1/refunds", "amount=100&charge=" + charge);
        String dispute = atProviderBySomebodyElse("/charges/" + charge + "/dispute", "{}")
                .path("id")
                .asText();
        return Map.of(
                "accounts", filed(customer, Map.of(), Map.of()),
                "subscriptions",
                        filed(
                                subscription,
                                Map.of("account", customer, "status", "active"),
                                Map.of("account", stranger, "status", "ended")),
                "invoices",
                        filed(
                                invoice,
                                Map.of("account", customer, "subscription", subscription),
                                Map.of("account", stranger, "subscription", foreign)),
                "payments", filed(payment, Map.of("account", customer), Map.of("account", stranger)),
                "charges",
                        filed(
                                charge,
                                Map.of("account", customer, "payment", payment),
                                Map.of("account", stranger, "payment", foreignPayment)),
                "refunds",
                        filed(
                                refund,
                                Map.of("charge", charge, "payment", payment),
                                Map.of("charge", foreignCharge, "payment", foreignPayment)),
                "disputes",
                        filed(
                                dispute,
                                Map.of("charge", charge, "payment", payment),
                                Map.of("charge", foreignCharge, "payment", foreignPayment)),
                "prices",
                        filed(
                                price,
                                Map.of("product", product, "active", "true"),
                                Map.of("product", made("/v1/products", "name=Other"), "active", "false")),
                "products", filed(product, Map.of("active", "true"), Map.of("active", "false")));
    }

    /** With the times of creation, by which all are found. */
    private static Filed filed(String id, Map<String, String> finding, Map<String, String> missing) {
        Map<String, String> found = new LinkedHashMap<>(finding);
        found.put("createdAfter", "2020-01-01T00:00:00Z");
        found.put("createdBefore", "2100-01-01T00:00:00Z");
        Map<String, String> missed = new LinkedHashMap<>(missing);
        missed.put("createdAfter", "2100-01-01T00:00:00Z");
        missed.put("createdBefore", "2020-01-01T00:00:00Z");
        return new Filed(id, found, missed);
    }

    @Test
    void whatWasChargedGivenBackAndAskedBackIsTold() {
        // Given
        String customer = make(provider(), "Disputes it");
        String invoice = invoiceOf(subscription(customer, "pm_card_visa"));
        String charge = "ch_" + invoice.substring(3);
        String payment = "pi_" + invoice.substring(3);
        String refund = made("/v1/refunds", "amount=1250&reason=duplicate&charge=" + charge);

        // When
        String dispute = atProviderBySomebodyElse(
                        "/charges/" + charge + "/dispute", "{\"reason\":\"product_not_received\"}")
                .path("id")
                .asText();

        // Then
        assertThat(patiently("/api/v1/charges?account=" + customer).json().path("items"))
                .singleElement()
                .returns(charge, told -> told.at("/ref/id").asText())
                .returns(payment, told -> told.at("/payment/id").asText())
                .returns("succeeded", told -> told.path("status").asText())
                .returns(true, told -> told.path("disputed").asBoolean())
                .returns(49.0, told -> told.at("/amount/amount").asDouble())
                .returns(12.5, told -> told.at("/amountRefunded/amount").asDouble());
        assertThatObject(patiently("/api/v1/refunds/" + refund).json())
                .returns(charge, told -> told.at("/charge/id").asText())
                .returns(12.5, told -> told.at("/amount/amount").asDouble())
                .returns("duplicate", told -> told.path("reason").asText());
        assertThatObject(patiently("/api/v1/disputes/" + dispute).json())
                .returns(charge, told -> told.at("/charge/id").asText())
                .returns(payment, told -> told.at("/payment/id").asText())
                .returns("needs_response", told -> told.path("status").asText())
                .returns(false, told -> told.path("inquiry").asBoolean(true))
                .returns("product_not_received", told -> told.path("reason").asText())
                .returns(true, told -> told.has("respondBy"));
    }

    @Test
    void aSubscriptionIsEndedOnlyWhileItIsAsTheCallerHasSeenItAndItsInvoiceIsTold() {
        // Given
        String customer = make(provider(), "Conditional");
        String id = subscription(customer, "pm_card_visa");
        String path = "/api/v1/subscriptions/" + id;
        String tag = patiently(path).headers().getOrDefault("etag", "");
        Wanted cancel = new Wanted("POST", path + "/cancel", "{\"when\":\"now\"}");

        // When
        int outdated = write(cancel, Map.of("If-Match", "\"another\"")).status();
        int matching = write(cancel, Map.of("If-Match", tag)).status();

        // Then
        assertThat(outdated).isEqualTo(412);
        assertThat(matching).isEqualTo(202);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        patiently(path).json().path("status").asText())
                .isEqualTo("ended"));
        assertThat(patiently("/api/v1/invoices/" + invoiceOf(id))
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("paid");
    }

    @Test
    void whatIsSoldWhatItCostsAndWhatWasPaidAreTold() {
        // Given
        String customer = make(provider(), "Payer");
        String product = made("/v1/products", "name=Gold");
        String price =
                made("/v1/prices", "product=" + product + "&currency=jpy&unit_amount=4900&recurring[interval]=year");
        subscription(customer, "pm_card_visa");

        // Then
        assertThat(patiently("/api/v1/products/" + product).json().path("name").asText())
                .isEqualTo("Gold");
        assertThat(patiently("/api/v1/prices?product=" + product + "&active=true")
                        .json()
                        .path("items"))
                .singleElement()
                .returns(price, told -> told.at("/ref/id").asText())
                .returns("year", told -> told.path("interval").asText())
                .returns(4900, told -> told.at("/unitPrice/amount").asInt())
                .returns("JPY", told -> told.at("/unitPrice/currency").asText());
        assertThat(patiently("/api/v1/prices?product=" + product + "&active=false")
                        .json()
                        .path("items"))
                .isEmpty();
        assertThat(patiently("/api/v1/payments?account=" + customer).json().path("items"))
                .singleElement()
                .returns("succeeded", told -> told.path("status").asText())
                .returns(49.0, told -> told.at("/amountReceived/amount").asDouble());
    }

    @Test
    void anInvoiceIsIssuedOnceAndToldAndWhatTheModelRefusesIsNotTaken() {
        // Given
        String customer = make(provider(), "Invoiced");
        String path = "/api/v1/accounts/" + customer + "/invoices";
        String lines = "\"lines\":[{\"description\":\"Set-up\",\"amount\":{\"amount\":120.5,\"currency\":\"EUR\"}}]";

        // When
        for (int i = 0; i < 2; i++) {
            write(
                    new Wanted("POST", path, "{" + lines + ",\"collection\":\"charge\",\"key\":\"project-2\"}"),
                    Map.of());
        }
        int dueThoughCharged = write(
                        new Wanted(
                                "POST",
                                path,
                                "{" + lines + ",\"collection\":\"charge\",\"daysUntilDue\":14,\"key\":\"project-3\"}"),
                        Map.of())
                .status();

        // Then
        assertThat(dueThoughCharged).isEqualTo(422);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        patiently("/api/v1/invoices?account=" + customer).json().path("items"))
                .singleElement()
                .returns("paid", told -> told.path("status").asText())
                .returns(120.5, told -> told.at("/amountPaid/amount").asDouble()));
    }

    @Test
    void theAddressOfANewCustomerIsStoredSealedAndArrivesOpened() {
        // When
        String accepted = write(
                        new Wanted(
                                "POST",
                                "/api/v1/accounts",
                                "{\"name\":\"Sealed Corp\",\"email\":\"grace@sealed.example\",\"key\":\"lead-2\"}"),
                        Map.of())
                .json()
                .path("id")
                .asText();

        // Then
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        atProvider(provider(), "GET", "/v1/customers?email=grace%40sealed.example", FORM, "")
                                .path("data"))
                .singleElement()
                .returns("Sealed Corp", customer -> customer.path("name").asText()));
        assertThat(stored(accepted)).contains("sealed:v1:").doesNotContain("grace@");
    }

    private String openInvoice(String customer) {
        return invoiceOf(subscription(customer, "pm_card_chargeDeclined"));
    }

    private String invoiceOf(String subscription) {
        return atProvider(provider(), "GET", "/v1/subscriptions/" + subscription, FORM, "")
                .path("latest_invoice")
                .asText();
    }

    private String subscription(String customer, String paymentMethod) {
        return made(
                "/v1/subscriptions",
                "customer=" + customer + "&default_payment_method=" + paymentMethod + "&items[0][price]=" + price());
    }

    private String price() {
        return made(
                "/v1/prices",
                "product=" + made("/v1/products", "name=Plan")
                        + "&currency=eur&unit_amount=4900&recurring[interval]=month");
    }

    private String made(String path, String form) {
        return atProvider(provider(), "POST", path, FORM, form).path("id").asText();
    }
}
