package dev.interline.durable;

import dev.interline.infrastructure.LocalPostgres;
import dev.interline.infrastructure.PostgresSettings;
import dev.interline.infrastructure.TemporaryFolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL, started once per JVM; every fixture gets a migrated database of its own. */
public final class TestDatabase {

    private static final String OWNER = "test";
    private static final String PASSWORD = "secret";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final TemporaryFolder DATA = TemporaryFolder.create("interline-postgres");
    private static final PostgresSettings SETTINGS =
            PostgresSettings.in(DATA.path().resolve("postgres"));
    private static final Map<List<String>, String> MIGRATED = new HashMap<>();
    private static @Nullable LocalPostgres server;

    private TestDatabase() {}

    /** A fresh database with durable messaging's tables and those of the given further migrations. */
    public static Jdbi create(String... furtherMigrations) {
        List<String> locations = new ArrayList<>(List.of("db/durable"));
        locations.addAll(List.of(furtherMigrations));
        return Jdbi.create(copyOf(migrated(locations)));
    }

    /** A fresh database with no tables. */
    public static PGSimpleDataSource empty() {
        return copyOf("template1");
    }

    /** Migrating takes longer than most tests: each set of migrations runs once, and tests have copies of what it made. */
    private static synchronized String migrated(List<String> locations) {
        return MIGRATED.computeIfAbsent(locations, missing -> {
            PGSimpleDataSource database = empty();
            Flyway.configure()
                    .dataSource(database)
                    .locations(missing.toArray(new String[0]))
                    .load()
                    .migrate();
            return Objects.requireNonNull(database.getDatabaseName());
        });
    }

    private static PGSimpleDataSource copyOf(String template) {
        LocalPostgres postgres = server();
        String name = "test_" + COUNT.incrementAndGet();
        try (Connection connection = dataSource(postgres, "postgres", "postgres", SETTINGS.superuserPassword())
                        .getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " template " + template + " owner " + OWNER);
        } catch (SQLException failed) {
            throw new IllegalStateException("the database of a test cannot be made", failed);
        }
        return dataSource(postgres, name, OWNER, PASSWORD);
    }

    private static PGSimpleDataSource dataSource(LocalPostgres postgres, String name, String user, String password) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(postgres.jdbcUrl(name));
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }

    /** The same for tests of one thread with many short statements: opening a connection takes longer than they do. */
    public static Jdbi onOneConnection() {
        return Jdbi.create(create().open().getConnection());
    }

    /** The one value the query answers. */
    public static <V> V one(Jdbi jdbi, String sql, Class<V> type) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(type).one());
    }

    private static synchronized LocalPostgres server() {
        LocalPostgres running = server;
        if (running == null) {
            running = LocalPostgres.start(SETTINGS);
            running.createDatabase(OWNER, OWNER, PASSWORD);
            LocalPostgres toClose = running;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                toClose.kill();
                DATA.close();
            }));
            server = running;
        }
        return running;
    }
}
