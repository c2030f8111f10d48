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
