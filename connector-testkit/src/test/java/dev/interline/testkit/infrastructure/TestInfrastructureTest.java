package dev.interline.testkit.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestInfrastructureTest {

    @AfterEach
    void forget() {
        System.clearProperty(TestInfrastructure.PROPERTY);
    }

    @Test
    void embeddedInfrastructureIsRealOnBothSides() throws SQLException, ExecutionException, InterruptedException {
        // When
        try (TestInfrastructure infrastructure = TestInfrastructure.start();
                Connection database =
                        DriverManager.getConnection(infrastructure.createDatabase("orders"), "orders", "secret");
                Admin kafka = Admin.create(Map.of("bootstrap.servers", infrastructure.bootstrapServers()))) {
            kafka.createTopics(List.of(new NewTopic("orders", 3, (short) 1)))
                    .all()
                    .get();

            // Then
            assertThat(database.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
            assertThat(kafka.listTopics().names().get()).contains("orders");
        }
    }

    @Test
    void anUnknownKindIsRefusedWithWhatThereIs() {
        // Given
        System.setProperty(TestInfrastructure.PROPERTY, "clouds");

        // Then
        assertThatThrownBy(TestInfrastructure::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'embedded' or 'containers'");
    }
}
