package dev.interline.durable;

import dev.interline.infrastructure.LocalPostgres;
import dev.interline.infrastructure.PostgresSettings;
import dev.interline.infrastructure.TemporaryFolder;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL, started once per JVM; every fixture gets a migrated database of its own. */
public final class TestDatabase {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable LocalPostgres server;

    private TestDatabase() {}

    /** A fresh database with durable messaging's tables and those of the given further migrations. */
    public static Jdbi create(String... furtherMigrations) {
        PGSimpleDataSource dataSource = empty();
        String[] locations = new String[furtherMigrations.length + 1];
        locations[0] = "db/durable";
        System.arraycopy(furtherMigrations, 0, locations, 1, furtherMigrations.length);
        Flyway.configure().dataSource(dataSource).locations(locations).load().migrate();
        return Jdbi.create(dataSource);
    }

    /** A fresh database with no tables. */
    public static PGSimpleDataSource empty() {
        LocalPostgres postgres = server();
        String name = "test_" + COUNT.incrementAndGet();
        postgres.createDatabase(name, name, "secret");
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + name);
        dataSource.setUser(name);
        dataSource.setPassword("secret");
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
            TemporaryFolder data = TemporaryFolder.create("interline-postgres");
            running = LocalPostgres.start(PostgresSettings.in(data.path().resolve("postgres")));
            LocalPostgres toClose = running;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                toClose.kill();
                data.close();
            }));
            server = running;
        }
        return running;
    }
}
