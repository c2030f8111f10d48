package dev.interline.durable.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    @Property
    void aWaitIsNeverNegativeNorLongerThanTheCap(
            @ForAll @IntRange(min = 1, max = 10_000) int attempts, @ForAll long seed) {
        // When
        Duration wait = RetrySchedule.DEFAULT.waitAfter(attempts, new Random(seed));

        // Then
        assertThat(wait).isBetween(Duration.ZERO, RetrySchedule.DEFAULT.cap());
    }

    @Property
    void earlyWaitsStayBelowTheirDoublingCeiling(@ForAll @IntRange(min = 1, max = 11) int attempts, @ForAll long seed) {
        // When
        Duration wait = RetrySchedule.DEFAULT.waitAfter(attempts, new Random(seed));

        // Then
        assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(1L << (attempts - 1)));
    }

    @Test
    void anImpossibleScheduleIsRefusedWithItsNumbers() {
        assertThatThrownBy(() -> new RetrySchedule(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofHours(1)))
                .hasMessageContaining("PT5S");
    }
}
