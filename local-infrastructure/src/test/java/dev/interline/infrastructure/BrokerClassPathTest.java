package dev.interline.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BrokerClassPathTest {

    @Test
    void picksTheBrokersJarsInAnyVersionAndLeavesTheRestOut() {
        // Given
        String classPath =
                "/repo/slf4j-jboss-logmanager-2.0.2.jar:/repo/kafka_2.13-4.1.2.jar:/repo/kafka-clients-4.1.2.jar";

        // When
        List<String> picked =
                BrokerClassPath.pick(List.of("kafka-clients-4.1.1.jar", "kafka_2.13-4.1.1.jar"), classPath);

        // Then
        assertThat(picked).containsExactly("/repo/kafka-clients-4.1.2.jar", "/repo/kafka_2.13-4.1.2.jar");
    }

    @Test
    void saysWhichJarIsMissing() {
        // Given
        String classPath = "/repo/kafka-clients-4.1.1.jar";

        // When
        var attempt = assertThatThrownBy(() -> BrokerClassPath.pick(List.of("kafka_2.13-4.1.1.jar"), classPath));

        // Then
        attempt.isInstanceOf(InfrastructureFailure.class).hasMessageContaining("Kafka needs kafka_2.13-4.1.1.jar");
    }
}
