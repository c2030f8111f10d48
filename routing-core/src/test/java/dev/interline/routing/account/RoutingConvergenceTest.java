package dev.interline.routing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.BillingStatus;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.routing.account.Steps.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * 1,000 accounts, each with a shuffle and with duplicates of its own, end in the state of the one whose events came once and
 * in order: the real routes on a real PostgreSQL.
 *
 * <p>Fifty accounts' deliveries are interleaved in one transaction, as one transaction each would mostly measure the disk;
 * that each delivery is one is proved elsewhere. jqwik prints the seed of what fails; {@code @Property(seed = "…")} runs it again.
 *
 * <p>A class of its own, as two test engines would overwrite each other's report of one class.
 */
class RoutingConvergenceTest {

    private static final RoutesUnderTest ROUTES = RoutesUnderTest.onOneConnection();
    private static final int TRIES = 20;
    private static final int ACCOUNTS = 50;
    private static final int DUPLICATES = 5;

    /** What happened to an account, and how it must end. */
    private enum History {
        PLAIN(BillingStatus.PAST_DUE, false) {
            @Override
            List<Step> more() {
                return List.of();
            }
        },
        ENDED(BillingStatus.CANCELLED, false) {
            @Override
            List<Step> more() {
                return List.of(Steps.subscription("e11", 9, SubscriptionStatus.ENDED));
            }
        },
        /** The subscription ended, and older news of it comes with the time of later ones. */
        ENDED_EARLY(BillingStatus.CANCELLED, false) {
            @Override
            List<Step> more() {
                return List.of(Steps.subscription("e11", 5, SubscriptionStatus.ENDED));
            }
        },
        /** Two changes of one second: which is newer only billing can tell, so it is asked. */
        IN_DOUBT(BillingStatus.ACTIVE, true) {
            @Override
            List<Step> more() {
                return List.of(Steps.subscription("e12", 6, SubscriptionStatus.TRIALING));
            }
        };

        private final BillingStatus status;
        private final boolean asked;

        History(BillingStatus status, boolean asked) {
            this.status = status;
            this.asked = asked;
        }

        abstract List<Step> more();

        List<Step> steps() {
            List<Step> steps = new ArrayList<>(List.of(
                    Steps.customer("e1", 1, "Old name", "old.example"),
                    Steps.customer("e2", 4, "New name", "new.example"),
                    Steps.customer("e2b", 4, "Newest name", "new.example"),
                    Steps.subscription("e3", 2, SubscriptionStatus.TRIALING),
                    Steps.subscription("e4", 3, SubscriptionStatus.ACTIVE),
                    Steps.subscription("e5", 6, SubscriptionStatus.PAST_DUE),
                    Steps.invoice("e6", 6, false),
                    Steps.invoice("e7", 7, true),
                    Steps.ticket("e8", 5, TicketStatus.NEW, TicketPriority.HIGH),
                    Steps.ticket("e9", 8, TicketStatus.SOLVED, TicketPriority.LOW),
                    Steps.organizationMade("e10")));
            steps.addAll(more());
            return steps;
        }
    }

    private record Arrival(TenantId tenant, Step step) {}

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void anyOrderAndAnyDuplicationOfTheSameEventsEndsInTheSameState(@ForAll long seed) {
        // Given
        ROUTES.forgetWhatWasTold();
        Map<History, Map<AccountField, String>> expected = new EnumMap<>(History.class);
        for (History history : History.values()) {
            TenantId inOrder = tenant();
            ROUTES.inOneTransaction(() -> {
                history.steps().forEach(step -> Steps.deliver(ROUTES, inOrder, step));
                answerIfAsked(inOrder, history);
            });
            expected.put(history, ROUTES.account(inOrder).fields());
            assertThat(expected.get(history))
                    .containsEntry(AccountField.NAME, "Newest name")
                    .containsEntry(AccountField.BILLING_STATUS, history.status.token())
                    .containsEntry(AccountField.OPEN_TICKET_COUNT, "0");
        }

        // When
        Random random = new Random(seed);
        List<TenantId> tenants =
                IntStream.range(0, ACCOUNTS).mapToObj(i -> tenant()).toList();
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            List<Step> steps = history(i).steps();
            for (int copy = 0; copy < DUPLICATES; copy++) {
                steps.add(steps.get(random.nextInt(steps.size())));
            }
            for (Step step : steps) {
                arrivals.add(new Arrival(tenants.get(i), step));
            }
        }
        Collections.shuffle(arrivals, random);
        ROUTES.inOneTransaction(() -> {
            arrivals.forEach(arrival -> Steps.deliver(ROUTES, arrival.tenant(), arrival.step()));
            for (int i = 0; i < ACCOUNTS; i++) {
                answerIfAsked(tenants.get(i), history(i));
            }
        });

        // Then
        for (int i = 0; i < ACCOUNTS; i++) {
            TenantId tenant = tenants.get(i);
            assertThat(ROUTES.account(tenant).fields())
                    .as("%s of seed %d: %s", history(i), seed, arrivedAt(arrivals, tenant))
                    .isEqualTo(expected.get(history(i)));
            assertThat(ROUTES.commands("support-commands", tenant).stream()
                            .filter(command -> command.contains("Payment failed")))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    /** Billing answers with how the subscription is; what nobody is in doubt of it is not asked. */
    private static void answerIfAsked(TenantId tenant, History history) {
        boolean asked =
                ROUTES.commands("billing-commands", tenant).stream().anyMatch(command -> command.contains("sub_1"));
        if (history.asked) {
            assertThat(asked).as("%s is asked after", history).isTrue();
            Steps.deliver(ROUTES, tenant, Steps.subscriptionRead("e13", 6, SubscriptionStatus.ACTIVE));
        }
    }

    private static List<String> arrivedAt(List<Arrival> arrivals, TenantId tenant) {
        return arrivals.stream()
                .filter(arrival -> arrival.tenant().equals(tenant))
                .map(arrival -> arrival.step().id())
                .toList();
    }

    private static History history(int account) {
        return History.values()[account % History.values().length];
    }

    private static TenantId tenant() {
        return new TenantId("t" + UUID.randomUUID().toString().substring(0, 20));
    }
}
