package dev.interline.devstack.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompanyTest {

    @Test
    void aSeedRepeatsALife() {
        assertThat(life(7)).isEqualTo(life(7)).isNotEqualTo(life(8));
    }

    @Test
    void someEventsAreSentInTheWrongOrderAndNoneIsMissing() {
        // When
        List<Integer> steps = life(7).stream()
                .map(event -> Integer.parseInt(event.id().substring(event.id().lastIndexOf('x') + 1)))
                .toList();

        // Then
        assertThat(steps.stream().sorted().toList())
                .isEqualTo(IntStream.range(0, steps.size()).boxed().toList());
        assertThat(steps).isNotEqualTo(steps.stream().sorted().toList());
    }

    @Test
    void aFailedPaymentThatIsMadeGoodLeavesASolvedTicketToExpect() {
        // Given
        var company = new Company("acme", "c1", 7, 1_800_000_000L);

        // When
        company.failPayment();
        company.pay();

        // Then
        assertThat(company.expectation().solvedByTicket())
                .containsOnlyKeys("interline:invoice:in_c1x1")
                .containsValue(true);
    }

    private static List<StripeEvent> life(long seed) {
        var company = new Company("acme", "c1", seed, 1_800_000_000L);
        List<StripeEvent> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            events.addAll(company.next());
        }
        return events;
    }
}
