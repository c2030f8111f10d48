package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;
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

    private String openInvoice(String customer) {
        return invoiceOf(subscription(customer, "pm_card_chargeDeclined"));
    }

    private String invoiceOf(String subscription) {
        return atProvider(provider(), "GET", "/v1/subscriptions/" + subscription, FORM, "")
                .path("latest_invoice")
                .asText();
    }

    private String subscription(String customer, String paymentMethod) {
        String price = made(
                "/v1/prices",
                "product=" + made("/v1/products", "name=Plan")
                        + "&currency=eur&unit_amount=4900&recurring[interval]=month");
        return made(
                "/v1/subscriptions",
                "customer=" + customer + "&default_payment_method=" + paymentMethod + "&items[0][price]=" + price);
    }

    private String made(String path, String form) {
        return atProvider(provider(), "POST", path, FORM, form).path("id").asText();
    }
}
