package dev.interline.billing;

import static dev.interline.billing.ToldByStripe.CREATED;
import static dev.interline.billing.ToldByStripe.event;
import static dev.interline.billing.ToldByStripe.message;
import static dev.interline.billing.ToldByStripe.ref;
import static dev.interline.billing.ToldByStripe.told;
import static dev.interline.billing.ToldByStripe.translate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.ScheduleStatus;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subscriptions and their schedules; whose events they are, and when. */
class StripeSubscriptionObjectsTest {

    @ParameterizedTest
    @CsvSource({
        "created, not_started, NOT_STARTED",
        "updated, active, ACTIVE",
        "expiring, active, ACTIVE",
        "released, released, RELEASED",
        "canceled, canceled, CANCELLED",
        "completed, completed, COMPLETED",
        "aborted, dissolved, UNKNOWN"
    })
    void aScheduleIsNotItsSubscription(String verb, String status, ScheduleStatus canonical) {
        // When
        CanonicalMessage message = message(
                "subscription_schedule." + verb,
                "{'id':'sub_sched_1','customer':'cus_1','subscription':null,'released_subscription':'sub_1','status':'"
                        + status + "','current_phase':{'end_date':1796000000}}");

        // Then
        BillingEvent.ScheduleChanged changed = (BillingEvent.ScheduleChanged) message.payload();
        assertThat(changed.schedule().status()).isEqualTo(canonical);
        assertThat(changed.schedule().subscription()).isEqualTo(ref("sub_1"));
        assertThat(message.envelope().type()).doesNotStartWith("billing.subscription.");
    }

    @Test
    void everyItemOfASubscriptionIsToldWithItsQuantity() {
        // When
        BillingEvent.SubscriptionChanged changed = told(
                BillingEvent.SubscriptionChanged.class,
                "customer.subscription.updated",
                "{'id':'sub_1','customer':'cus_1','status':'active','items':{'data':["
                        + "{'id':'si_1','quantity':1,'price':{'id':'price_1','nickname':'base','currency':'usd','unit_amount':100}},"
                        + "{'id':'si_2','quantity':25,'price':{'id':'price_2','nickname':'seats','currency':'usd','unit_amount':200}}]}}");

        // Then
        assertThat(changed.subscription().items())
                .extracting(item -> item.plan(), item -> item.quantity())
                .containsExactly(tuple("base", 1L), tuple("seats", 25L));
    }

    @Test
    void aTrialThatEndsTellsTheWholeSubscription() {
        // When
        BillingEvent.SubscriptionTrialEnding ending = told(
                BillingEvent.SubscriptionTrialEnding.class,
                "customer.subscription.trial_will_end",
                "{'id':'sub_1','customer':'cus_1','status':'trialing','trial_end':1796000000,'items':{'data':["
                        + "{'id':'si_1','price':{'id':'price_1','currency':'usd','unit_amount':100}},"
                        + "{'id':'si_2','quantity':3,'price':{'id':'price_2','currency':'usd','unit_amount':200}}]}}");

        // Then
        assertThat(ending.subscription().trialEnd()).isEqualTo(Instant.ofEpochSecond(1_796_000_000));
        assertThat(ending.subscription().items())
                .extracting(item -> item.ref(), item -> item.price(), item -> item.quantity())
                .containsExactly(tuple(ref("si_1"), ref("price_1"), 1L), tuple(ref("si_2"), ref("price_2"), 3L));
    }

    @Test
    void aSubscriptionOfWhichItemsAreMissingIsReadAgainUnlessItIsOver() {
        // Given
        String partial = "{'id':'sub_1','customer':'cus_1','status':'active','items':{'has_more':true,'data':[]}}";

        // When
        Meaning changed = translate(event("customer.subscription.updated", partial), Map.of())
                .meaning();
        Meaning over = translate(event("customer.subscription.deleted", partial), Map.of())
                .meaning();

        // Then
        assertThat(changed).isInstanceOfSatisfying(Meaning.Refetch.class, refetch -> {
            assertThat(refetch.command().laneKey()).isEqualTo("acme-stripe|sub_1");
            assertThat(refetch.command().message().envelope().type()).isEqualTo("billing.refetch-subscription.v1");
        });
        assertThat(over).isInstanceOf(Meaning.Translated.class);
    }

    @Test
    void anEventOfTheOtherModeOrAnotherAccountIsKeptButNotTold() {
        // Given
        String customer = "{'id':'cus_1'}";

        // When
        Meaning live = translate(
                        event("customer.updated", customer).replace("'type'", "'livemode':true,'type'"), Map.of())
                .meaning();
        Meaning test = translate(
                        event("customer.updated", customer).replace("'type'", "'livemode':false,'type'"), Map.of())
                .meaning();
        Meaning connected = translate(
                        event("customer.updated", customer).replace("'type'", "'account':'acct_9','type'"), Map.of())
                .meaning();
        Meaning own = translate(
                        event("customer.updated", customer).replace("'type'", "'account':'acct_1','type'"), Map.of())
                .meaning();

        // Then
        assertThat(live).isInstanceOf(Meaning.Unmappable.class);
        assertThat(connected).isInstanceOf(Meaning.Unmappable.class);
        assertThat(test).isInstanceOf(Meaning.Translated.class);
        assertThat(own).isInstanceOf(Meaning.Translated.class);
    }

    @Test
    void anEventFarAheadCountsFromWhenItWasSignedSoThatLaterOnesStillCount() {
        // Given
        String subscription = "{'id':'sub_1','customer':'cus_1','status':'%s','items':{'data':[]}}";
        Map<String, String> signed = Map.of("stripe-signature", "t=" + CREATED + ",v1=00");
        String ahead = event("customer.subscription.updated", subscription.formatted("past_due"))
                .replace("'created':" + CREATED, "'created':4102444800");
        String later = event("customer.subscription.updated", subscription.formatted("active"))
                .replace("'created':" + CREATED, "'created':" + (CREATED + 60));

        // When
        SourceVersion absurd = version(translate(ahead, signed));
        SourceVersion next = version(translate(later, signed));

        // Then
        assertThat(absurd.at()).isEqualTo(Instant.ofEpochSecond(CREATED));
        assertThat(next).isGreaterThan(absurd);
        assertThat(translate(ahead, signed)).isEqualTo(translate(ahead, signed));
        assertThat(version(translate(later, signed)).at()).isEqualTo(Instant.ofEpochSecond(CREATED + 60));
    }

    private static SourceVersion version(ProviderEvent event) {
        CanonicalPayload payload =
                ((Meaning.Translated) event.meaning()).messages().getFirst().payload();
        return ((BillingEvent.SubscriptionChanged) payload).subscription().version();
    }
}
