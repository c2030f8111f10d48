package dev.interline.devstack.torture;

import dev.interline.devstack.DevStackFailure;
import dev.interline.devstack.torture.Violation.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the services' databases say: whether anything still waits, what is parked, and whether every message arrived. */
final class Queues {
    private static final String ROUTING = "routing-core";
    private static final int LOOKS = 10;
    private static final String PUBLISHED = "select envelope::json ->> 'id' from published_message where topic = ?";
    private static final Map<String, String> SYSTEMS =
            Map.of("billing-connector", "billing", "crm-connector", "crm", "support-connector", "support");

    private final Map<String, String> databases;

    Queues(Map<String, String> databases) {
        this.databases = Map.copyOf(databases);
    }

    /** How many rows wait for something, by service and table; empty when all is done. */
    Map<String, Long> waiting() {
        Map<String, Long> waiting = new TreeMap<>();
        databases.keySet().forEach(service -> {
            note(waiting, service + " outbox", count(service, "select count(*) from outbox"));
            note(waiting, service + " command", count(service, "select count(*) from command"));
            note(waiting, service + " replay", count(service, "select count(*) from replay where state = 'RUNNING'"));
        });
        return waiting;
    }

    private static void note(Map<String, Long> waiting, String what, long rows) {
        if (rows > 0) {
            waiting.put(what, rows);
        }
    }

    /** The ids of Stripe's events in each state. */
    Map<String, Set<String>> stripeEventsByState() {
        Map<String, Set<String>> states = new LinkedHashMap<>();
        for (String state : List.of("TRANSLATED", "REFETCHING", "IGNORED", "UNMAPPABLE")) {
            states.put(
                    state, column("billing-connector", "select dedupe_key from provider_event where state = ?", state));
        }
        return states;
    }

    /** The number of dead letters by service, and why they are. */
    Map<String, Long> deadLetters() {
        Map<String, Long> letters = new TreeMap<>();
        databases.keySet().forEach(service -> {
            for (String reason : column(
                    service,
                    "select source || ' ' || type || ' ' || failure_kind || ' ' || failure_code || ' ' || count(*)"
                            + " from dead_letter where state <> ? group by source, type, failure_kind, failure_code",
                    "")) {
                int space = reason.lastIndexOf(' ');
                letters.put(service + ": " + reason.substring(0, space), Long.parseLong(reason.substring(space + 1)));
            }
        });
        return letters;
    }

    long unmappable() {
        return databases.keySet().stream()
                .mapToLong(service -> count(service, "select count(*) from provider_event where state = 'UNMAPPABLE'"))
                .sum();
    }

    /**
     * Messages that one service sent and the next neither has handled nor has parked. Syncs go on meanwhile, so what is on
     * its way at the moment of a look is looked for again.
     */
    List<Violation> messagesLost() {
        List<Violation> lost = messagesNotKnown();
        for (int looks = 1; !lost.isEmpty() && looks < LOOKS; looks++) {
            Pause.millis(1_000);
            lost = messagesNotKnown();
        }
        return lost;
    }

    private List<Violation> messagesNotKnown() {
        List<Violation> lost = new ArrayList<>();
        SYSTEMS.forEach((service, system) -> {
            Set<String> sent = column(ROUTING, PUBLISHED, system + ".commands.v1");
            sent.removeAll(column(service, "select id from command_history where id <> ?", ""));
            sent.removeAll(column(service, "select id from command where id <> ?", ""));
            sent.removeAll(column(service, "select message_id from dead_letter where type <> ?", ""));
            note(lost, "commands of " + ROUTING + " that " + service + " does not know", sent);
        });
        SYSTEMS.keySet().forEach(service -> {
            for (String topic : List.of(
                    "customer.events.v1",
                    "billing.events.v1",
                    "support.events.v1",
                    "crm.results.v1",
                    "support.results.v1")) {
                Set<String> sent = column(service, PUBLISHED, topic);
                sent.removeAll(column(ROUTING, "select message_key from inbox where consumer <> ?", ""));
                sent.removeAll(column(ROUTING, "select message_id from dead_letter where type <> ?", ""));
                note(lost, "messages of " + service + " on " + topic + " that " + ROUTING + " does not know", sent);
            }
        });
        return lost;
    }

    /** Messages that one replay has sent more than once. */
    List<Violation> replayedTwice() {
        List<Violation> twice = new ArrayList<>();
        SYSTEMS.keySet().forEach(service -> {
            Set<String> ids = column(
                    service,
                    "select envelope::json ->> 'id' from published_message where envelope::json ->> 'id' like ?"
                            + " group by topic, envelope::json ->> 'id' having count(*) > 1",
                    "%!r.rpl_%");
            if (!ids.isEmpty()) {
                twice.add(new Violation(Kind.DONE_TWICE, ids.size() + " messages of replays of " + service));
            }
        });
        return twice;
    }

    private static void note(List<Violation> lost, String what, Set<String> ids) {
        if (!ids.isEmpty()) {
            lost.add(new Violation(
                    Kind.LOST,
                    ids.size() + " " + what + ": "
                            + ids.stream().sorted().limit(3).toList()));
        }
    }

    private long count(String service, String sql) {
        try (Connection connection = DriverManager.getConnection(databases.get(service));
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new DevStackFailure("The database of " + service + " does not answer: " + e.getMessage(), e);
        }
    }

    private Set<String> column(String service, String sql, String parameter) {
        Set<String> values = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(databases.get(service));
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new DevStackFailure("The database of " + service + " does not answer: " + e.getMessage(), e);
        }
    }
}
