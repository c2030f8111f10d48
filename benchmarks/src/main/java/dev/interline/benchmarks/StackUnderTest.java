package dev.interline.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.devstack.DisposableStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Where everything of the stack is. */
record StackUnderTest(DisposableStack stack) {

    JsonNode connection(String id) {
        for (JsonNode connection : stack.description().path("connections")) {
            if (connection.path("id").asText().equals(id)) {
                return connection;
            }
        }
        throw new IllegalArgumentException("no connection " + id);
    }

    String sandbox() {
        return stack.description().path("sandbox").path("url").asText();
    }

    String bootstrapServers() {
        return stack.description().path("kafka").path("bootstrapServers").asText();
    }

    String databaseUrl(String service) {
        return stack.description()
                .path("postgres")
                .path("databases")
                .path(service)
                .asText();
    }

    Connection database(String service) throws SQLException {
        return DriverManager.getConnection(databaseUrl(service));
    }

    Connection asSuperuser() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                        + stack.description().at("/ports/postgres").asInt() + "/postgres",
                "postgres",
                stack.secrets().getOrDefault("postgres.postgres", ""));
    }

    /** Everything that is in memory only is written to disk, as it is some minutes after a load of work has ended. */
    void checkpoint() {
        try (Connection connection = asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException failed) {
            throw new IllegalStateException("no checkpoint", failed);
        }
    }

    void execute(String service, String sql) {
        try (Connection connection = database(service);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException("in the database of " + service, failed);
        }
    }

    long number(String service, String sql) {
        try (Connection connection = database(service);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException("in the database of " + service, failed);
        }
    }
}
