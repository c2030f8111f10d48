package dev.interline.billing;

import static dev.interline.billing.BillingRoutesUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.billing.CancellationTime;
import dev.interline.canonical.billing.PausedInvoices;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.mapping.Mappings;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscriptions begin, change, pause and end, each wish once. */
class SubscriptionCommandsRouteTest {

    private final BillingRoutesUnderTest routes = new BillingRoutesUnderTest();

    @AfterEach
    void stopRoutes() {
        routes.close();
    }

    @Test
    void aSubscriptionEndsWithItsPeriodUnlessItIsKept() {
        // Given
        ExternalRef subscription = routes.newSubscription("pm_card_visa", 2);

        // When
        routes.carryOut(new BillingCommand.CancelSubscription(subscription, CancellationTime.PERIOD_END));
        boolean ending =
                routes.subscription(subscription).path("cancel_at_period_end").asBoolean();
        routes.repeatAsAnotherCommand(new BillingCommand.CancelSubscription(subscription, CancellationTime.PERIOD_END));
        routes.repeatAsAnotherCommand(new BillingCommand.KeepSubscription(subscription));

        // Then
        assertThat(ending).isTrue();
        assertThat(routes.subscription(subscription).path("status").asText()).isEqualTo("active");
        assertThat(routes.subscription(subscription)
                        .path("cancel_at_period_end")
                        .asBoolean(true))
                .isFalse();
        assertThat(stripe().effectsOf("subscriptions.update")).isEqualTo(2);
    }

    @Test
    void aSubscriptionEndsAtOnceAndOnlyOnce() {
        // Given
        ExternalRef subscription = routes.newSubscription("pm_card_visa", 1);
        var end = new BillingCommand.CancelSubscription(subscription, CancellationTime.NOW);

        // When
        routes.carryOut(end);
        routes.repeatAsAnotherCommand(end);

        // Then
        assertThat(routes.subscription(subscription).path("status").asText()).isEqualTo("canceled");
        assertThat(stripe().effectsOf("subscriptions.cancel")).isEqualTo(1);
        assertThatThrownBy(() -> routes.carryOut(new BillingCommand.ResumeCollection(subscription)))
                .hasRootCauseMessage("BILLING-2433 REJECTED: the subscription has ended");
    }

    @Test
    void collectionIsPausedUntilADayAndResumed() {
        // Given
        ExternalRef subscription = routes.newSubscription("pm_card_visa", 1);
        var pause = new BillingCommand.PauseCollection(
                subscription, PausedInvoices.WRITE_OFF, Instant.parse("2030-01-01T00:00:00.5Z"));

        // When
        routes.carryOut(pause);
        JsonNode paused = routes.subscription(subscription).path("pause_collection");
        routes.repeatAsAnotherCommand(pause);
        routes.repeatAsAnotherCommand(new BillingCommand.ResumeCollection(subscription));
        routes.repeatAsAnotherCommand(new BillingCommand.ResumeCollection(subscription));

        // Then
        assertThat(paused).hasToString("{\"behavior\":\"mark_uncollectible\",\"resumes_at\":1893456000}");
        assertThat(routes.subscription(subscription).path("pause_collection").isNull())
                .isTrue();
        assertThat(stripe().effectsOf("subscriptions.update")).isEqualTo(2);
    }

    @Test
    void theOnlyItemOfASubscriptionGetsAnotherPriceAndQuantity() {
        // Given
        ExternalRef subscription = routes.newSubscription("pm_card_visa", 2);
        ExternalRef price = routes.newPrice(9900);
        var change = new BillingCommand.ChangeSubscriptionItem(subscription, null, price, 5L);

        // When
        routes.carryOut(change);
        routes.repeatAsAnotherCommand(change);

        // Then
        JsonNode items = routes.subscription(subscription).path("items").path("data");
        assertThat(items).hasSize(1);
        assertThat(items.path(0).path("quantity").asLong()).isEqualTo(5);
        assertThat(items.path(0).path("price").path("id").asText()).isEqualTo(price.id());
        assertThat(stripe().effectsOf("subscriptions.update")).isEqualTo(1);
    }

    @Test
    void ofSeveralItemsOneMustBeNamed() {
        // Given
        ExternalRef subscription = routes.newSubscription("pm_card_visa", 2);
        stripe().byHand(
                        "subscriptions/" + subscription.id(),
                        "items[0][price]=" + routes.newPrice(100).id());
        String second = routes.subscription(subscription)
                .path("items")
                .path("data")
                .path(1)
                .path("id")
                .asText();

        // When
        routes.carryOut(new BillingCommand.ChangeSubscriptionItem(subscription, ref(second), null, 9L));

        // Then
        assertThat(routes.subscription(subscription).findValuesAsText("quantity"))
                .containsExactly("2", "9");
        assertThatThrownBy(
                        () -> routes.carryOut(new BillingCommand.ChangeSubscriptionItem(subscription, null, null, 1L)))
                .hasRootCauseMessage("BILLING-2433 REJECTED: the subscription has 2 items, and none is named");
        assertThatThrownBy(() -> routes.carryOut(
                        new BillingCommand.ChangeSubscriptionItem(subscription, ref("si_other"), null, 1L)))
                .hasRootCauseMessage("BILLING-2433 REJECTED: the subscription has no such item");
    }

    @Test
    void aSubscriptionIsReadAgainWithAllItsItemsThoughStripeShowsTen() {
        // Given
        ExternalRef subscription = routes.newSubscription("pm_card_visa", 1);
        for (int i = 0; i < 11; i++) {
            stripe().byHand(
                            "subscriptions/" + subscription.id(),
                            "items[0][price]=" + routes.newPrice(100 + i).id());
        }
        assertThat(routes.subscription(subscription).path("items").path("data")).hasSize(10);

        StripeReads reads = new StripeReads(Clock.systemUTC(), Mappings.packaged(BillingConnector.MAPPINGS));
        Exchange exchange = routes.exchange();

        // When
        ProviderAnswer shown = new ProviderAnswer(200, Map.of(), routes.subscription(subscription), true);
        reads.noteItems(exchange, shown);
        ProviderRequest more = reads.itemsRequest(shown);
        JsonNode items = stripe().byHand("subscription_items?subscription=" + subscription.id() + "&limit=100", "");
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
    void aSubscriptionIsBegunOncePerKeyAlsoUnderAnotherCommandAndAfterALostAnswer() {
        // Given
        ExternalRef customer = routes.newCustomer();
        var start = new BillingCommand.StartSubscription(
                customer,
                List.of(
                        new BillingCommand.StartSubscription.Item(routes.newPrice(4900), 3L),
                        new BillingCommand.StartSubscription.Item(routes.newPrice(100), null)),
                14,
                "deal-7");
        stripe().loseTheNextAnswerOf("/subscriptions");

        // When
        assertThatThrownBy(() -> routes.carryOut(start)).hasRootCauseMessage("BILLING-2002 AMBIGUOUS: no answer came");
        ExternalRef begun = Objects.requireNonNull(routes.carryOut(start).ref());
        stripe().anotherCommand();
        CommandOutcome again = routes.carryOut(start);

        // Then
        assertThat(again).isEqualTo(CommandOutcome.done(begun));
        assertThat(stripe().calls()).containsExactly("find-subscription");
        assertThat(stripe().effectsOf("subscriptions.create")).isEqualTo(1);
        JsonNode subscription = routes.subscription(begun);
        assertThat(subscription.path("customer").asText()).isEqualTo(customer.id());
        assertThat(subscription.path("status").asText()).isEqualTo("trialing");
        assertThat(subscription.at("/items/data").findValuesAsText("quantity")).contains("3", "1");
        assertThat(subscription
                        .path("metadata")
                        .path("interline_subscription_key")
                        .asText())
                .isEqualTo("deal-7");
    }

    @Test
    void anotherSubscriptionUnderAKeyThatHasOneIsRefused() {
        // Given
        ExternalRef customer = routes.newCustomer();
        ExternalRef price = routes.newPrice(4900);
        var one = new BillingCommand.StartSubscription.Item(price, 1L);
        ExternalRef begun = Objects.requireNonNull(
                routes.carryOut(new BillingCommand.StartSubscription(customer, List.of(one), 14, "deal-6"))
                        .ref());

        // Then
        for (BillingCommand other : List.of(
                new BillingCommand.StartSubscription(customer, List.of(one), null, "deal-6"),
                new BillingCommand.StartSubscription(customer, List.of(one, one), 14, "deal-6"),
                new BillingCommand.StartSubscription(
                        customer, List.of(new BillingCommand.StartSubscription.Item(price, 2L)), 14, "deal-6"),
                new BillingCommand.StartSubscription(
                        customer,
                        List.of(new BillingCommand.StartSubscription.Item(routes.newPrice(100), 1L)),
                        14,
                        "deal-6"))) {
            assertThatThrownBy(() -> routes.repeatAsAnotherCommand(other))
                    .hasRootCauseMessage(
                            "BILLING-2432 REJECTED: the command's key was used for another request before");
        }
        assertThat(stripe().effectsOf("subscriptions.create")).isEqualTo(1);
        routes.carryOut(new BillingCommand.ChangeSubscriptionItem(begun, null, null, 9L));
        assertThat(routes.repeatAsAnotherCommand(
                                new BillingCommand.StartSubscription(customer, List.of(one), 14, "deal-6"))
                        .ref())
                .as("what was changed since is no other wish")
                .isEqualTo(begun);
    }

    @Test
    void ofMoreSubscriptionsThanStripeListsAtOnceNoneIsOverlooked() {
        // Given
        ExternalRef customer = routes.newCustomer();
        ExternalRef price = routes.newPrice(4900);
        var oldest = new BillingCommand.StartSubscription(
                customer, List.of(new BillingCommand.StartSubscription.Item(price, 1L)), 14, "deal-9");
        var newest = new BillingCommand.StartSubscription(customer, oldest.items(), 14, "deal-10");
        ExternalRef begun = Objects.requireNonNull(routes.carryOut(oldest).ref());
        for (int i = 0; i < 100; i++) {
            stripe().byHand(
                            "subscriptions",
                            "customer=" + customer.id() + "&default_payment_method=pm_card_visa&items[0][price]="
                                    + price.id());
        }

        // When
        CommandOutcome again = routes.repeatAsAnotherCommand(oldest);
        List<String> calls = List.copyOf(stripe().calls());
        routes.repeatAsAnotherCommand(newest);

        // Then
        assertThat(again).isEqualTo(CommandOutcome.done(begun));
        assertThat(calls).containsExactly("find-subscription", "find-subscription");
        assertThat(stripe().calls()).containsExactly("find-subscription", "find-subscription", "create-subscription");
    }

    @Test
    void anEndedSubscriptionIsNotBegunAgainUnderItsKey() {
        // Given
        var start = new BillingCommand.StartSubscription(
                routes.newCustomer(),
                List.of(new BillingCommand.StartSubscription.Item(routes.newPrice(4900), null)),
                null,
                "deal-8");
        ExternalRef begun = Objects.requireNonNull(routes.carryOut(start).ref());
        stripe().anotherCommand();
        routes.carryOut(new BillingCommand.CancelSubscription(begun, CancellationTime.NOW));

        // When
        stripe().anotherCommand();
        CommandOutcome again = routes.carryOut(start);

        // Then
        assertThat(again.ref()).isEqualTo(begun);
        assertThat(routes.subscription(begun).path("status").asText()).isEqualTo("canceled");
        assertThat(stripe().effectsOf("subscriptions.create")).isEqualTo(1);
    }

    @Test
    void aSubscriptionOfNobodyIsRefusedAndNothingIsMade() {
        // When
        var start = new BillingCommand.StartSubscription(
                ref("cus_nobody"),
                List.of(new BillingCommand.StartSubscription.Item(routes.newPrice(4900), null)),
                null,
                "deal-9");

        // Then
        assertThatThrownBy(() -> routes.carryOut(start)).rootCause().hasMessageStartingWith("BILLING-2404 REJECTED: ");
        assertThat(stripe().effectsOf("subscriptions.create")).isZero();
    }

    private SandboxedStripe stripe() {
        return routes.stripe();
    }
}
