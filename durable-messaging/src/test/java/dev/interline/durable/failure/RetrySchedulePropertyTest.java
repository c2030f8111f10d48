package dev.interline.durable.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RetrySchedulePropertyTest {

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
}
