package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.billing.CancellationTime;
import dev.interline.canonical.billing.PausedInvoices;
import dev.interline.canonical.billing.RefundReason;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.runtime.route.Delivery;
import dev.interline.runtime.route.DeliveryRouteConfiguration;
import dev.interline.sdk.mapping.Mappings;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands through the adapter routes to a Stripe that keeps count of its own of what took effect. */
class BillingCommandsRouteTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SandboxedStripe stripe = new SandboxedStripe();

    @BeforeEach
    void startRoutes() throws Exception {
        camel.getPropertiesComponent().addOverrideProperty("channel.billing-commands", "direct:billing-commands");
        camel.getRegistry()
                .bind("stripeReads", new StripeReads(Clock.systemUTC(), Mappings.packaged(BillingConnector.MAPPINGS)));
        camel.getRegistry().bind("stripeSubscriptionCommands", new StripeSubscriptionCommands());
        camel.getRegistry().bind("stripeKeys", new StripeKeys());
        camel.getRegistry().bind("stripeAccountOpening", new StripeAccountOpening());
        camel.getRegistry().bind("stripeSubscriptionStart", new StripeSubscriptionStart());
        camel.getRegistry().bind("stripeInvoiceCommands", new StripeInvoiceCommands());
        camel.getRegistry().bind("stripeAccountCommands", new StripeAccountCommands());
        camel.getRegistry().bind("stripeCustomerNames", new StripeCustomerNames());
        camel.getRegistry().bind("stripeRefundCommands", new StripeRefundCommands());
        camel.addComponent("provider", stripe);
        camel.addRoutes(new DeliveryRouteConfiguration());
        for (String route : List.of(
                "billing-commands",
                "refetch-account",
                "refetch-subscription",
                "open-account",
                "start-subscription",
                "change-subscription",
                "change-invoice",
                "label-account",
                "rename-account",
                "change-account",
                "refund-payment",
                "report-usage")) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(
                            ResourceHelper.resolveMandatoryResource(camel, "classpath:camel/" + route + ".camel.yaml"));
        }
        camel.start();
    }

    @AfterEach
    void stopRoutes() {
        camel.stop();
        stripe.close();
    }

    @Test
    void aCustomerIsLabelledOnceAndTheLabelIsTakenAway() {
        // Given
        ExternalRef customer = customer();
        var label = new BillingCommand.LabelAccount(customer, Map.of("crm_company", "42", "crm_owner", "7"));

        // When
        CommandOutcome outcome = carryOut(label);
        repeatAsAnotherCommand(label);
        repeatAsAnotherCommand(new BillingCommand.LabelAccount(customer, Map.of("crm_owner", "")));

        // Then
        assertThat(outcome)
                .isEqualTo(new CommandOutcome(
                        customer, List.of(), Map.of("metadata[crm_company]", "42", "metadata[crm_owner]", "7")));
        assertThat(stripe.byHand("customers/" + customer.id(), "").path("metadata"))
                .hasToString("{\"crm_company\":\"42\"}");
        assertThat(stripe.effectsOf("customers.update")).isEqualTo(2);
    }

    @Test
    void aCustomerIsRenamedOnceAndWhatWasWrittenIsWhatStripeWillTellOf() {
        // Given
        ExternalRef customer = customer();
        var rename = new BillingCommand.RenameAccount(customer, "Acme Ltd");

        // When
        CommandOutcome outcome = carryOut(rename);
        repeatAsAnotherCommand(rename);

        // Then
        assertThat(outcome).isEqualTo(new CommandOutcome(customer, List.of(), Map.of("name", "Acme Ltd")));
        assertThat(stripe.byHand("customers/" + customer.id(), "").path("name").asText())
                .isEqualTo("Acme Ltd");
        assertThat(stripe.effectsOf("customers.update")).isEqualTo(1);
    }

    @Test
    void aDeletedCustomerTakesNoLabels() {
        // Given
        ExternalRef nobody = ref("cus_nobody");

        // Then
        assertThatThrownBy(() -> carryOut(new BillingCommand.LabelAccount(nobody, Map.of("a", "b"))))
                .hasRootCauseMessage("BILLING-2404 REJECTED: read-customer was answered 404: resource_missing");
        assertThat(stripe.calls()).containsExactly("read-customer");
    }

    @Test
    void aSubscriptionEndsWithItsPeriodUnlessItIsKept() {
        // Given
        ExternalRef subscription = subscription("pm_card_visa", 2);

        // When
        carryOut(new BillingCommand.CancelSubscription(subscription, CancellationTime.PERIOD_END));
        boolean ending = read(subscription).path("cancel_at_period_end").asBoolean();
        repeatAsAnotherCommand(new BillingCommand.CancelSubscription(subscription, CancellationTime.PERIOD_END));
        repeatAsAnotherCommand(new BillingCommand.KeepSubscription(subscription));

        // Then
        assertThat(ending).isTrue();
        assertThat(read(subscription).path("status").asText()).isEqualTo("active");
        assertThat(read(subscription).path("cancel_at_period_end").asBoolean(true))
                .isFalse();
        assertThat(stripe.effectsOf("subscriptions.update")).isEqualTo(2);
    }

    @Test
    void aSubscriptionEndsAtOnceAndOnlyOnce() {
        // Given
        ExternalRef subscription = subscription("pm_card_visa", 1);
        var end = new BillingCommand.CancelSubscription(subscription, CancellationTime.NOW);

        // When
        carryOut(end);
        repeatAsAnotherCommand(end);

        // Then
        assertThat(read(subscription).path("status").asText()).isEqualTo("canceled");
        assertThat(stripe.effectsOf("subscriptions.cancel")).isEqualTo(1);
        assertThatThrownBy(() -> carryOut(new BillingCommand.ResumeCollection(subscription)))
                .hasRootCauseMessage("BILLING-2433 REJECTED: the subscription has ended");
    }

    @Test
    void collectionIsPausedUntilADayAndResumed() {
        // Given
        ExternalRef subscription = subscription("pm_card_visa", 1);
        var pause = new BillingCommand.PauseCollection(
                subscription, PausedInvoices.WRITE_OFF, Instant.parse("2030-01-01T00:00:00.5Z"));

        // When
        carryOut(pause);
        JsonNode paused = read(subscription).path("pause_collection");
        repeatAsAnotherCommand(pause);
        repeatAsAnotherCommand(new BillingCommand.ResumeCollection(subscription));
        repeatAsAnotherCommand(new BillingCommand.ResumeCollection(subscription));

        // Then
        assertThat(paused).hasToString("{\"behavior\":\"mark_uncollectible\",\"resumes_at\":1893456000}");
        assertThat(read(subscription).path("pause_collection").isNull()).isTrue();
        assertThat(stripe.effectsOf("subscriptions.update")).isEqualTo(2);
    }

    @Test
    void theOnlyItemOfASubscriptionGetsAnotherPriceAndQuantity() {
        // Given
        ExternalRef subscription = subscription("pm_card_visa", 2);
        ExternalRef price = ref(price(9900));
        var change = new BillingCommand.ChangeSubscriptionItem(subscription, null, price, 5L);

        // When
        carryOut(change);
        repeatAsAnotherCommand(change);

        // Then
        JsonNode items = read(subscription).path("items").path("data");
        assertThat(items).hasSize(1);
        assertThat(items.path(0).path("quantity").asLong()).isEqualTo(5);
        assertThat(items.path(0).path("price").path("id").asText()).isEqualTo(price.id());
        assertThat(stripe.effectsOf("subscriptions.update")).isEqualTo(1);
    }

    @Test
    void ofSeveralItemsOneMustBeNamed() {
        // Given
        ExternalRef subscription = subscription("pm_card_visa", 2);
        stripe.byHand("subscriptions/" + subscription.id(), "items[0][price]=" + price(100));
        String second =
                read(subscription).path("items").path("data").path(1).path("id").asText();

        // When
        carryOut(new BillingCommand.ChangeSubscriptionItem(subscription, ref(second), null, 9L));

        // Then
        assertThat(read(subscription).findValuesAsText("quantity")).containsExactly("2", "9");
        assertThatThrownBy(() -> carryOut(new BillingCommand.ChangeSubscriptionItem(subscription, null, null, 1L)))
                .hasRootCauseMessage("BILLING-2433 REJECTED: the subscription has 2 items, and none is named");
        assertThatThrownBy(() ->
                        carryOut(new BillingCommand.ChangeSubscriptionItem(subscription, ref("si_other"), null, 1L)))
                .hasRootCauseMessage("BILLING-2433 REJECTED: the subscription has no such item");
    }

    @Test
    void aSubscriptionIsReadAgainWithAllItsItemsThoughStripeShowsTen() {
        // Given
        ExternalRef subscription = subscription("pm_card_visa", 1);
        for (int i = 0; i < 11; i++) {
            stripe.byHand("subscriptions/" + subscription.id(), "items[0][price]=" + price(100 + i));
        }
        assertThat(read(subscription).path("items").path("data")).hasSize(10);

        StripeReads reads = new StripeReads(Clock.systemUTC(), Mappings.packaged(BillingConnector.MAPPINGS));
        Exchange exchange = new DefaultExchange(camel);

        // When
        ProviderAnswer shown = new ProviderAnswer(200, Map.of(), read(subscription), true);
        reads.noteItems(exchange, shown);
        ProviderRequest more = reads.itemsRequest(shown);
        JsonNode items = stripe.byHand("subscription_items?subscription=" + subscription.id() + "&limit=100", "");
        ProviderAnswer whole = reads.withItems(exchange, new ProviderAnswer(200, Map.of(), items, true));

        // Then
        assertThat(exchange.getMessage().getHeader(StripeReads.ITEMS_MISSING)).isEqualTo(true);
        assertThat(more.path()).isEqualTo("/v1/subscription_items");
        assertThat(more.query()).containsEntry("subscription", subscription.id());
        assertThat(StripeSubscriptionTranslator.translate(whole.body(), new SourceVersion(Instant.EPOCH, 0, "evt_1"))
                        .items())
                .hasSize(12);
    }

    @Test
    void anInvoiceIsVoidedWrittenOffAndPaidEachOnce() {
        // Given
        ExternalRef voided = openInvoice();
        ExternalRef writtenOff = openInvoice();
        ExternalRef paid = openInvoice();
        stripe.byHand(
                "invoices/" + paid.id(), "default_payment_method=pm_card_visa"); // until then the card is declined

        // When
        for (BillingCommand command : List.of(
                new BillingCommand.VoidInvoice(voided),
                new BillingCommand.WriteOffInvoice(writtenOff),
                new BillingCommand.PayInvoice(paid))) {
            repeatAsAnotherCommand(command);
            repeatAsAnotherCommand(command);
        }

        // Then
        assertThat(Stream.of(voided, writtenOff, paid).map(invoice -> stripe.byHand("invoices/" + invoice.id(), "")
                        .path("status")
                        .asText()))
                .containsExactly("void", "uncollectible", "paid");
        assertThat(Stream.of("invoices.void", "invoices.mark_uncollectible", "invoices.pay")
                        .map(stripe::effectsOf))
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void whatAnInvoicesStateDoesNotAllowIsRefusedWithStripesWord() {
        // Given
        ExternalRef paid = paidInvoice();

        // Then
        assertThatThrownBy(() -> carryOut(new BillingCommand.VoidInvoice(paid)))
                .hasRootCauseMessage("BILLING-2400 REJECTED: void-invoice was answered 400: invoice_not_editable");
        ExternalRef declined = openInvoice();
        assertThatThrownBy(() -> carryOut(new BillingCommand.PayInvoice(declined)))
                .hasRootCauseMessage("BILLING-2402 REJECTED: pay-invoice was answered 402: card_declined");
    }

    @Test
    void aCustomerIsMadeOncePerKeyThoughTheSearchKnowsNothingOfItAndTheAnswerIsLost() {
        // Given
        var open = new BillingCommand.OpenAccount("New Corp", Map.of("crm_company", "42"), "lead-1");
        stripe.loseTheNextAnswerOf("/customers");

        // When
        assertThatThrownBy(() -> carryOut(open)).hasRootCauseMessage("BILLING-2002 AMBIGUOUS: no answer came");
        ExternalRef opened = Objects.requireNonNull(carryOut(open).ref());
        stripe.anotherCommand();
        CommandOutcome again = carryOut(open);

        // Then
        assertThat(again).isEqualTo(CommandOutcome.done(opened));
        assertThat(stripe.effectsOf("customers.create")).isEqualTo(1);
        JsonNode customer = stripe.byHand("customers/" + opened.id(), "");
        assertThat(customer.path("name").asText()).isEqualTo("New Corp");
        assertThat(customer.path("metadata"))
                .isEqualTo(CanonicalJson.mapper()
                        .valueToTree(Map.of("crm_company", "42", "interline_account_key", "lead-1")));
    }

    @Test
    void anotherCustomerUnderAKeyThatHasOneIsRefused() {
        // Given
        carryOut(new BillingCommand.OpenAccount("New Corp", Map.of(), "lead-2"));
        stripe.anotherCommand();

        // Then
        assertThatThrownBy(() -> carryOut(new BillingCommand.OpenAccount("Other Corp", Map.of(), "lead-2")))
                .rootCause()
                .hasMessageStartingWith("BILLING-2432 REJECTED: ");
        assertThat(stripe.effectsOf("customers.create")).isEqualTo(1);
    }

    @Test
    void aSubscriptionIsBegunOncePerKeyAlsoUnderAnotherCommandAndAfterALostAnswer() {
        // Given
        ExternalRef customer = customer();
        var start = new BillingCommand.StartSubscription(
                customer,
                List.of(
                        new BillingCommand.StartSubscription.Item(ref(price(4900)), 3L),
                        new BillingCommand.StartSubscription.Item(ref(price(100)), null)),
                14,
                "deal-7");
        stripe.loseTheNextAnswerOf("/subscriptions");

        // When
        assertThatThrownBy(() -> carryOut(start)).hasRootCauseMessage("BILLING-2002 AMBIGUOUS: no answer came");
        ExternalRef begun = Objects.requireNonNull(carryOut(start).ref());
        stripe.anotherCommand();
        CommandOutcome again = carryOut(start);

        // Then
        assertThat(again).isEqualTo(CommandOutcome.done(begun));
        assertThat(stripe.calls()).containsExactly("find-subscription");
        assertThat(stripe.effectsOf("subscriptions.create")).isEqualTo(1);
        JsonNode subscription = read(begun);
        assertThat(subscription.path("customer").asText()).isEqualTo(customer.id());
        assertThat(subscription.path("status").asText()).isEqualTo("trialing");
        assertThat(subscription.at("/items/data").findValuesAsText("quantity")).contains("3", "1");
        assertThat(subscription.path("metadata")).hasToString("{\"interline_subscription_key\":\"deal-7\"}");
    }

    @Test
    void anEndedSubscriptionIsNotBegunAgainUnderItsKey() {
        // Given
        var start = new BillingCommand.StartSubscription(
                customer(), List.of(new BillingCommand.StartSubscription.Item(ref(price(4900)), null)), null, "deal-8");
        ExternalRef begun = Objects.requireNonNull(carryOut(start).ref());
        stripe.anotherCommand();
        carryOut(new BillingCommand.CancelSubscription(begun, CancellationTime.NOW));

        // When
        stripe.anotherCommand();
        CommandOutcome again = carryOut(start);

        // Then
        assertThat(again.ref()).isEqualTo(begun);
        assertThat(read(begun).path("status").asText()).isEqualTo("canceled");
        assertThat(stripe.effectsOf("subscriptions.create")).isEqualTo(1);
    }

    @Test
    void aSubscriptionOfNobodyIsRefusedAndNothingIsMade() {
        // When
        var start = new BillingCommand.StartSubscription(
                ref("cus_nobody"),
                List.of(new BillingCommand.StartSubscription.Item(ref(price(4900)), null)),
                null,
                "deal-9");

        // Then
        assertThatThrownBy(() -> carryOut(start)).rootCause().hasMessageStartingWith("BILLING-2404 REJECTED: ");
        assertThat(stripe.effectsOf("subscriptions.create")).isZero();
    }

    @Test
    void aRefundIsMadeOncePerKeyAlsoUnderAnotherCommandAndAfterALostAnswer() {
        // Given
        ExternalRef charge = ref("ch_" + paidInvoice().id().substring(3));
        var refund = new BillingCommand.RefundPayment(
                charge, new Money(new BigDecimal("12.50"), "EUR"), RefundReason.REQUESTED_BY_CUSTOMER, "goodwill-1");
        stripe.loseTheNextAnswerOf("/refunds");

        // When
        assertThatThrownBy(() -> carryOut(refund)).hasRootCauseMessage("BILLING-2002 AMBIGUOUS: no answer came");
        CommandOutcome again = carryOut(refund);
        repeatAsAnotherCommand(refund);

        // Then
        assertThat(again.ref()).isNotNull();
        assertThat(stripe.effectsOf("refunds.create")).isEqualTo(1);
        assertThat(stripe.byHand("charges/" + charge.id(), "")
                        .path("amount_refunded")
                        .asLong())
                .isEqualTo(1250);
        assertThat(stripe.calls()).containsExactly("find-refund");
    }

    @Test
    void aRefundInAnotherCurrencyThanTheChargeIsRefusedBeforeItIsSent() {
        // Given
        ExternalRef payment = ref("pi_" + paidInvoice().id().substring(3));

        // Then
        for (String amount : List.of("12.50 USD", "0.001 EUR", "-1 EUR")) {
            Money money = new Money(new BigDecimal(amount.split(" ", 2)[0]), amount.split(" ", 2)[1]);
            assertThatThrownBy(() -> carryOut(new BillingCommand.RefundPayment(payment, money, null, "k")))
                    .rootCause()
                    .hasMessageStartingWith("BILLING-2433 REJECTED: ");
        }
        assertThatThrownBy(() -> carryOut(new BillingCommand.RefundPayment(ref("cus_1"), null, null, "k")))
                .hasRootCauseMessage("BILLING-2433 REJECTED: only charges and payments can be refunded");
        assertThat(stripe.effectsOf("refunds.create")).isZero();
    }

    @Test
    void everyWriteIsDoneOnceThoughItsAnswerIsLost() {
        // Given
        ExternalRef customer = customer();
        ExternalRef subscription = subscription("pm_card_visa", 1);
        ExternalRef voided = openInvoice();
        ExternalRef writtenOff = openInvoice();
        Map<String, Supplier<BillingCommand>> byPath = Map.of(
                "/customers/" + customer.id(),
                () -> new BillingCommand.LabelAccount(customer, Map.of("a", "b")),
                "/subscriptions/" + subscription.id(),
                () -> new BillingCommand.LabelSubscription(subscription, Map.of("a", "b")),
                "/void",
                () -> new BillingCommand.VoidInvoice(voided),
                "/mark_uncollectible",
                () -> new BillingCommand.WriteOffInvoice(writtenOff),
                "/meter_events",
                () -> usage("use-1"));
        byPath.forEach((path, command) -> {
            stripe.anotherCommand();
            stripe.loseTheNextAnswerOf(path);

            // When
            assertThatThrownBy(() -> carryOut(command.get()))
                    .as(path)
                    .hasRootCauseMessage("BILLING-2002 AMBIGUOUS: no answer came");
            carryOut(command.get());
        });

        // Then
        assertThat(Stream.of(
                                "customers.update",
                                "subscriptions.update",
                                "invoices.void",
                                "invoices.mark_uncollectible",
                                "billing.meter_events.create")
                        .map(stripe::effectsOf))
                .containsOnly(1L);
    }

    @Test
    void usageIsCountedOncePerKeyAlsoUnderAnotherCommand() {
        // When
        CommandOutcome outcome = carryOut(usage("use-1"));
        repeatAsAnotherCommand(usage("use-1"));

        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ref("cus_1")));
        assertThat(stripe.effectsOf("billing.meter_events.create")).isEqualTo(1);
        assertThatThrownBy(() -> {
                    stripe.anotherCommand();
                    carryOut(new BillingCommand.ReportUsage(
                            ref("cus_1"), "tokens", BigDecimal.ONE, Instant.EPOCH, "use-2"));
                })
                .hasRootCauseMessage("BILLING-2400 REJECTED: report-usage was answered 400: timestamp_too_far_in_past");
    }

    @Test
    void everyToleratedFailureAndEveryOperationIsOneThatExists() {
        assertThat(stripe.operations())
                .containsExactlyInAnyOrderElementsOf(new StripeGateway()
                        .operations().stream()
                                .map(operation -> operation.name())
                                // Lists and what is sold are read by the sync and the system API, not by routes.
                                .filter(operation -> !operation.startsWith("list-")
                                        && !Set.of(
                                                        "read-payment",
                                                        "read-refund",
                                                        "read-dispute",
                                                        "read-price",
                                                        "read-product")
                                                .contains(operation))
                                // Webhook endpoints are looked after, and hearts beat, outside of routes.
                                .filter(operation -> !operation.contains("webhook") && !operation.contains("heartbeat"))
                                .toList());
        assertThat(stripe.tolerated()).containsExactlyInAnyOrder(StripeFailures.NOT_FOUND, StripeFailures.DONE);
    }

    private static BillingCommand usage(String key) {
        return new BillingCommand.ReportUsage(
                ref("cus_1"), "tokens", new BigDecimal("25"), Instant.now().truncatedTo(ChronoUnit.DAYS), key);
    }

    private void repeatAsAnotherCommand(BillingCommand command) {
        stripe.anotherCommand();
        carryOut(command);
    }

    private CommandOutcome carryOut(BillingCommand command) {
        String type = MessageType.of(command).name();
        CanonicalSchemas.check(type, CanonicalJson.write(command));
        return camel.createProducerTemplate()
                .requestBodyAndHeader("direct:billing-commands", command, Delivery.TYPE, type, CommandOutcome.class);
    }

    private JsonNode read(ExternalRef subscription) {
        return stripe.byHand("subscriptions/" + subscription.id(), "");
    }

    private ExternalRef customer() {
        return ref(stripe.byHand("customers", "name=Acme").path("id").asText());
    }

    private String price(long amount) {
        String product = stripe.byHand("products", "name=Plan").path("id").asText();
        return stripe.byHand(
                        "prices",
                        "product=" + product + "&currency=eur&unit_amount=" + amount + "&recurring[interval]=month")
                .path("id")
                .asText();
    }

    private ExternalRef subscription(String paymentMethod, int quantity) {
        return ref(stripe.byHand(
                        "subscriptions",
                        "customer=" + customer().id() + "&default_payment_method=" + paymentMethod + "&items[0][price]="
                                + price(4900) + "&items[0][quantity]=" + quantity)
                .path("id")
                .asText());
    }

    private ExternalRef paidInvoice() {
        return ref(read(subscription("pm_card_visa", 1)).path("latest_invoice").asText());
    }

    private ExternalRef openInvoice() {
        return ref(read(subscription("pm_card_chargeDeclined", 1))
                .path("latest_invoice")
                .asText());
    }

    private static ExternalRef ref(String id) {
        return new ExternalRef(BusinessSystem.BILLING, id);
    }
}
