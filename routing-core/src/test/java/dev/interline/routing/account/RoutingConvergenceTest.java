package dev.interline.routing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A class of its own, as two test engines would overwrite each other's report of one class. */
class RoutingConvergenceTest {

    @Property(tries = 40)
    void anyOrderAndAnyDuplicationOfTheSameEventsEndsInTheSameState(@ForAll long seed) {
        // Given
        TenantId inOrder = new TenantId("o" + UUID.randomUUID().toString().substring(0, 20));
        TenantId shuffled = new TenantId("s" + UUID.randomUUID().toString().substring(0, 20));
        List<RoutingRouteTest.Step> history = new ArrayList<>(List.of(
                RoutingRouteTest.customer("e1", 1, "Old name", "old.example"),
                RoutingRouteTest.customer("e2", 4, "New name", "new.example"),
                RoutingRouteTest.subscription("e3", 2, SubscriptionStatus.TRIALING),
                RoutingRouteTest.subscription("e4", 3, SubscriptionStatus.ACTIVE),
                RoutingRouteTest.subscription("e5", 6, SubscriptionStatus.PAST_DUE),
                RoutingRouteTest.invoice("e6", 6, false),
                RoutingRouteTest.invoice("e7", 7, true),
                RoutingRouteTest.ticket("e8", 5, TicketStatus.NEW, TicketPriority.HIGH),
                RoutingRouteTest.ticket("e9", 8, TicketStatus.SOLVED, TicketPriority.LOW),
                RoutingRouteTest.organizationMade("e10")));
        if (seed % 3 == 0) {
            history.add(RoutingRouteTest.subscription("e11", 9, SubscriptionStatus.ENDED));
        }
        history.forEach(step -> RoutingRouteTest.deliver(inOrder, step));

        // When
        List<RoutingRouteTest.Step> disorder = new ArrayList<>(history);
        Random random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            disorder.add(history.get(random.nextInt(history.size())));
        }
        Collections.shuffle(disorder, random);
        disorder.forEach(step -> RoutingRouteTest.deliver(shuffled, step));

        // Then
        assertThat(RoutingRouteTest.ROUTES.account(shuffled).fields())
                .isEqualTo(RoutingRouteTest.ROUTES.account(inOrder).fields());
        assertThat(RoutingRouteTest.ROUTES.commands("support-commands", shuffled).stream()
                        .filter(c -> c.contains("Payment failed")))
                .hasSizeLessThanOrEqualTo(1);
    }
}
