package dev.interline.testkit.contract;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** What a connector under test has kept, in its own tables. */
final class StandDatabase {

    private final Config config;

    StandDatabase(Config config) {
        this.config = config;
    }

    /** The number a query with one parameter answers. */
    long count(String sql, String parameter) throws SQLException {
        try (Connection database = open();
                PreparedStatement query = database.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** What was published of a connection: types and bodies, in no order. */
    List<String> told(String connection) throws SQLException {
        List<String> told = new ArrayList<>();
        try (Connection database = open();
                PreparedStatement query = database.prepareStatement("select topic || payload from published_message"
                        + " where envelope like ? and topic like '%.events.v1' order by 1")) {
            query.setString(1, "%/connections/" + connection + "\"%");
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    told.add(rows.getString(1));
                }
            }
        }
        return told;
    }

    /** Commands that wait and messages that are not published. */
    long open(String connection) throws SQLException {
        return count("select count(*) from command where connection_id = ?", connection)
                + count("select count(*) from outbox where envelope like ?", "%/connections/" + connection + "\"%");
    }

    /** Takes away the table that webhooks are stored in, or brings it back. */
    void keepsWebhooks(boolean kept) throws SQLException {
        try (Connection database = open();
                Statement change = database.createStatement()) {
            change.execute(
                    kept
                            ? "alter table webhook_delivery_away rename to webhook_delivery"
                            : "alter table webhook_delivery rename to webhook_delivery_away");
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class), "connector", "secret");
    }
}
