package dev.interline.testkit.infrastructure;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Containers, for a machine with an engine. The images can be replaced by {@code -Dinterline.infra.postgres-image} and
 * {@code -Dinterline.infra.kafka-image}.
 */
final class ContainerInfrastructure implements TestInfrastructure {

    private final PostgreSQLContainer postgres;
    private final KafkaContainer kafka;

    ContainerInfrastructure() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException("-D" + PROPERTY
                    + "=containers needs a container engine, and none answers. Start one, or leave the property out.");
        }
        postgres = new PostgreSQLContainer(
                DockerImageName.parse(System.getProperty("interline.infra.postgres-image", "postgres:18"))
                        .asCompatibleSubstituteFor("postgres"));
        kafka = new KafkaContainer(
                DockerImageName.parse(System.getProperty("interline.infra.kafka-image", "apache/kafka:4.1.1"))
                        .asCompatibleSubstituteFor("apache/kafka"));
        postgres.start();
        kafka.start();
    }

    @Override
    public String createDatabase(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("A database name is lower-case letters, digits and underscores");
        }
        try (Connection connection = DriverManager.getConnection(
                        postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + name + " login password 'secret'");
            statement.execute("create database " + name + " owner " + name);
        } catch (SQLException failed) {
            throw new IllegalStateException("The database " + name + " could not be made", failed);
        }
        return "jdbc:postgresql://" + postgres.getHost() + ":" + postgres.getFirstMappedPort() + "/" + name;
    }

    @Override
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    @Override
    public void close() {
        kafka.stop();
        postgres.stop();
    }
}
