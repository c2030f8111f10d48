package dev.interline.benchmarks;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the statements of all services cost at PostgreSQL, by {@code pg_stat_statements}. */
final class StatementCosts {

    private static final int SHOWN = 40;
    private static final int WIDTH = 150;

    private final StackUnderTest under;

    StatementCosts(StackUnderTest under) {
        this.under = under;
    }

    /** Begins to count. */
    void begin() {
        try (Connection database = under.asSuperuser();
                Statement statement = database.createStatement()) {
            statement.execute("create extension if not exists pg_stat_statements");
            statement.execute("alter system set pg_stat_statements.track_planning = on");
            statement.execute("select pg_reload_conf()");
            statement.execute("select pg_stat_statements_reset()");
        } catch (SQLException failed) {
            throw new IllegalStateException("statements cannot be counted", failed);
        }
    }

    /**
     * Prints the statements that took longest, the longest first.
     *
     * @param effects what calls and times are divided by
     */
    void print(long effects, PrintStream out) {
        out.printf("%8s %8s %8s %8s  %-18s %s%n", "calls", "plan ms", "exec ms", "WAL B", "database", "statement");
        try (Connection database = under.asSuperuser();
                PreparedStatement query = database.prepareStatement("""
                        select d.datname, s.calls, s.total_plan_time, s.total_exec_time, s.wal_bytes,
                               regexp_replace(s.query, '[[:space:]]+', ' ', 'g')
                        from pg_stat_statements s join pg_database d on d.oid = s.dbid
                        order by s.total_plan_time + s.total_exec_time desc limit ?""")) {
            query.setInt(1, SHOWN);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String text = rows.getString(6);
                    out.printf(
                            "%8.2f %8.3f %8.3f %8.0f  %-18s %s%n",
                            rows.getDouble(2) / effects,
                            rows.getDouble(3) / effects,
                            rows.getDouble(4) / effects,
                            rows.getDouble(5) / effects,
                            rows.getString(1),
                            text.substring(0, Math.min(WIDTH, text.length())));
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("statements cannot be read", failed);
        }
    }
}
