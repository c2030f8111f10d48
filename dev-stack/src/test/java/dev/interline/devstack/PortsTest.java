package dev.interline.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class PortsTest {

    @Test
    void movesEveryPortByTheOffset() {
        // Given
        Ports usual = Ports.of(0, Map.of());

        // When
        Ports moved = Ports.of(1000, Map.of());

        // Then
        assertThat(moved.byName().keySet()).isEqualTo(usual.byName().keySet());
        usual.byName().forEach((name, port) -> assertThat(moved.of(name)).isEqualTo(port + 1000));
    }

    @Test
    void replacesASinglePortWithoutMovingIt() {
        // Given
        Map<String, Integer> chosen = Map.of("kafka", 29_092);

        // When
        Ports ports = Ports.of(1000, chosen);

        // Then
        assertThat(ports.of(Ports.KAFKA)).isEqualTo(29_092);
        assertThat(ports.of(Ports.POSTGRES)).isEqualTo(16_432);
    }

    @Test
    void namesThePortsThereAreWhenOneIsUnknown() {
        // Given
        Map<String, Integer> chosen = Map.of("kafak", 29_092);

        // When
        var attempt = assertThatThrownBy(() -> Ports.of(0, chosen));

        // Then
        attempt.isInstanceOf(DevStackFailure.class)
                .hasMessageContaining("no port named 'kafak'")
                .hasMessageContaining("billing-connector-management");
    }

    @Test
    void refusesTheSamePortTwice() {
        // Given
        Map<String, Integer> chosen = Map.of("sandbox", 15_432);

        // When
        var attempt = assertThatThrownBy(() -> Ports.of(0, chosen));

        // Then
        attempt.isInstanceOf(DevStackFailure.class).hasMessageContaining("both postgres and sandbox");
    }

    @Test
    void refusesAnOffsetThatLeavesTheRange() {
        // Given
        int tooFar = 60_000;

        // When
        var attempt = assertThatThrownBy(() -> Ports.of(tooFar, Map.of()));

        // Then
        attempt.isInstanceOf(DevStackFailure.class).hasMessageContaining("--port-offset");
    }
}
