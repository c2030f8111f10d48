package dev.interline.infrastructure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A PostgreSQL server as a child process, set up as in production where it matters: commits are flushed to disk. */
public final class LocalPostgres implements PostgresServer {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final int ATTEMPTS_FOR_A_FREE_PORT = 3;
    private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(20);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(50);
    private static final String INVALID_PASSWORD = "28P01";

    private final ChildProcess process;
    private final int port;
    private final String superuserPassword;

    private LocalPostgres(ChildProcess process, int port, String superuserPassword) {
        this.process = process;
        this.port = port;
        this.superuserPassword = superuserPassword;
    }

    /**
     * Starts the server and waits until it accepts connections. Data of an earlier run are kept, also when that run was
     * killed.
     *
     * @throws InfrastructureFailure if it cannot run here
     */
    public static LocalPostgres start(PostgresSettings settings) {
        PostgresBinaries binaries = PostgresBinaries.unpacked();
        prepareDataDirectory(settings, binaries);
        PostmasterPidFile.in(settings.dataDirectory()).removeIfStale();
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(settings, binaries);
            } catch (InfrastructureFailure failure) {
                boolean anotherPortMayHelp = settings.port() == 0 && attempt < ATTEMPTS_FOR_A_FREE_PORT;
                if (!anotherPortMayHelp || !mentionsTakenPort(failure)) {
                    throw failure;
                }
            }
        }
    }

    private static boolean mentionsTakenPort(InfrastructureFailure failure) {
        return String.valueOf(failure.getMessage()).contains("Address already in use");
    }

    private static LocalPostgres startOnce(PostgresSettings settings, PostgresBinaries binaries) {
        int port = settings.port() == 0 ? LoopbackPort.anyFree() : settings.port();
        LoopbackPort.require(port, "PostgreSQL");
        List<String> arguments = new ArrayList<>(withoutRoot());
        arguments.addAll(List.of(
                binaries.program("postgres").toString(),
                "-D",
                settings.dataDirectory().toAbsolutePath().toString()));
        List.of(
                        "listen_addresses=127.0.0.1",
                        "port=" + port,
                        "unix_socket_directories=",
                        "max_connections=200",
                        "fsync=on",
                        "synchronous_commit=on",
                        // The default writes a checkpoint, and then whole pages again, every few seconds under load.
                        "max_wal_size=4GB",
                        // Of the default's 128 MB each effect puts two pages out, and one is read again.
                        "shared_buffers=512MB",
                        // What each statement costs can be asked of a running server.
                        "shared_preload_libraries=pg_stat_statements",
                        "log_timezone=UTC",
                        "log_line_prefix=%m [%p] %d ")
                .forEach(setting -> arguments.addAll(List.of("-c", setting)));
        ChildProcess process = ChildProcess.start(
                new ChildCommand("PostgreSQL", arguments, Map.of("LC_ALL", "C"), settings.log(), settings.lifetime()),
                "QUIT");
        var server = new LocalPostgres(process, port, settings.superuserPassword());
        try {
            server.awaitConnections(settings);
        } catch (RuntimeException | Error failure) {
            server.kill();
            throw failure;
        }
        return server;
    }

    /** Creates the cluster beside its place and renames it, so that an interrupted start leaves nothing half-made. */
    private static void prepareDataDirectory(PostgresSettings settings, PostgresBinaries binaries) {
        Path target = settings.dataDirectory().toAbsolutePath();
        try {
            Path parent = Files.createDirectories(target.getParent());
            if (Files.exists(target.resolve("PG_VERSION"))) {
                return;
            }
            if (isNotEmpty(target)) {
                throw new InfrastructureFailure("The folder " + target
                        + " is not empty and holds no PostgreSQL data. Use another data directory or empty it.");
            }
            Path fresh = Files.createTempDirectory(parent, "initdb-");
            try {
                initialise(fresh.resolve("cluster"), settings, binaries);
                Files.deleteIfExists(target);
                Files.move(fresh.resolve("cluster"), target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                TemporaryFolder.deleteTree(fresh);
            }
        } catch (IOException e) {
            throw new InfrastructureFailure(
                    "The data directory " + target + " cannot be prepared: " + e.getMessage()
                            + ". Check free space and permissions.",
                    e);
        }
    }

    private static boolean isNotEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        }
    }

    private static void initialise(Path cluster, PostgresSettings settings, PostgresBinaries binaries)
            throws IOException {
        Path passwordFile = Files.createTempFile(
                cluster.getParent(),
                "superuser",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, settings.superuserPassword() + "\n");
        List<String> arguments = new ArrayList<>(withoutRoot());
        arguments.addAll(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + cluster,
                "--username=postgres",
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale=C"));
        ChildProcess initdb = ChildProcess.start(
                new ChildCommand("initdb", arguments, Map.of("LC_ALL", "C"), settings.log(), Lifetime.WITH_PARENT));
        try {
            int exitCode = initdb.onExit().get(settings.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (exitCode != 0) {
                throw new InfrastructureFailure("%s%s".formatted(initdb.died().getMessage(), hintFor(initdb)));
            }
        } catch (TimeoutException e) {
            initdb.kill();
            throw initdb.notReady(settings.startTimeout());
        } catch (ExecutionException e) {
            throw new InfrastructureFailure("initdb could not be awaited: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            initdb.kill();
            throw new InfrastructureFailure("Interrupted while PostgreSQL was being set up.", e);
        }
    }

    private static String hintFor(ChildProcess child) {
        boolean namespacesForbidden = LogTail.of(child.log(), 5).stream().anyMatch(line -> line.startsWith("unshare:"));
        return namespacesForbidden
                ? System.lineSeparator()
                        + "PostgreSQL does not run as root, and this machine forbids the user namespace"
                        + " that hides root from it. Run as another user, or allow user namespaces."
                : "";
    }

    /** PostgreSQL refuses to run as root; in a user namespace without a mapping root is nobody. */
    private static List<String> withoutRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (ChildProcess.onPath("unshare").isEmpty()) {
            throw new InfrastructureFailure(
                    "PostgreSQL does not run as root and the program unshare (util-linux), which"
                            + " hides root from it, is missing. Run as another user or install util-linux.");
        }
        return List.of("unshare", "-U");
    }

    private void awaitConnections(PostgresSettings settings) {
        long deadline = System.nanoTime() + settings.startTimeout().toNanos();
        while (System.nanoTime() < deadline) {
            if (process.await(PROBE_INTERVAL)) {
                throw process.died();
            }
            if (LoopbackPort.answers(port) && acceptsTheSuperuser(settings.dataDirectory())) {
                return;
            }
        }
        throw process.notReady(settings.startTimeout());
    }

    private boolean acceptsTheSuperuser(Path dataDirectory) {
        try (Connection connection = connect()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            if (INVALID_PASSWORD.equals(e.getSQLState())) {
                throw new InfrastructureFailure(
                        "The data in " + dataDirectory + " were created with another superuser password."
                                + " Start with --fresh to throw them away, or restore the old secrets.",
                        e);
            }
            return false;
        }
    }

    private Connection connect() throws SQLException {
        var login = new Properties();
        login.setProperty("user", "postgres");
        login.setProperty("password", superuserPassword);
        login.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(jdbcUrl("postgres"), login);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void createDatabase(String database, String owner, String password) {
        requireName(database);
        requireName(owner);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "set log_min_error_statement = panic"); // a failing statement would be logged with the password
            String verb = exists(connection, "select 1 from pg_roles where rolname = ?", owner) ? "alter" : "create";
            statement.execute(verb + " role " + owner + " login password " + statement.enquoteLiteral(password));
            if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
                statement.execute("create database " + database + " owner " + owner);
            }
            statement.execute("revoke connect on database " + database + " from public");
        } catch (SQLException e) {
            throw new InfrastructureFailure(
                    "The database " + database + " could not be created: " + e.getMessage() + ". See the server's log "
                            + process.log() + ".",
                    e);
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a plain lower-case name: " + name);
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Lets the server outlive this JVM from now on. */
    public void release() {
        process.release();
    }

    @Override
    public void kill() {
        List<ProcessHandle> backends = process.handle().descendants().toList();
        process.kill();
        for (ProcessHandle backend : backends) {
            awaitEnd(backend);
        }
    }

    /** Backends notice that their postmaster is gone and end; until then they hold the data directory. */
    private static void awaitEnd(ProcessHandle backend) {
        try {
            backend.onExit().get(5, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            backend.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.stop("INT", FAST_SHUTDOWN);
    }
}
