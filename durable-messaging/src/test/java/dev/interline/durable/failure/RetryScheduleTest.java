package dev.interline.durable.failure;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    @Test
    void anImpossibleScheduleIsRefusedWithItsNumbers() {
        assertThatThrownBy(() -> new RetrySchedule(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofHours(1)))
                .hasMessageContaining("PT5S");
    }
}
