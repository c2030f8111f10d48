package dev.interline.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessClockTest {

    private static final Instant NOW = Instant.parse("2026-11-21T22:30:00Z");
    private static final Clock RIGHT = Clock.fixed(NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"PT26H, 2026-11-23T00:30:00Z", "-PT4M, 2026-11-21T22:26:00Z", "PT1H@PT0S, 2026-11-21T23:30:00Z"})
    void isWrongByWhatItWasTold(String fault, Instant told) {
        assertThat(ProcessClock.of(fault, RIGHT).instant()).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PT26H@PT1H"})
    void isRightOtherwiseAndUntilItJumps(String fault) {
        assertThat(ProcessClock.of(fault, RIGHT).instant()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"26h", "PT26H@soon", "@PT1S", "PT1H@PT1S@PT2S"})
    void refusesWhatIsNoDuration(String fault) {
        assertThatThrownBy(() -> ProcessClock.of(fault, RIGHT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("interline.clock-fault")
                .hasMessageContaining(fault);
    }

    @Test
    void aProcessThatWasToldNothingHasTheRightTime() {
        assertThat(ProcessClock.isFaulty()).isFalse();
    }
}
