package dev.interline.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalPostgresIT {
    private final Path folder;

    LocalPostgresIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void keepsCommittedRowsWhenItIsKilledAndStartedAgain() throws SQLException {
        // Given
        PostgresSettings settings = PostgresSettings.in(folder.resolve("pg"));
        PostgresServer first = LocalPostgres.start(settings);
        first.createDatabase("billing", "billing", "it's secret");
        execute(first, "create table promise (text text)", "insert into promise values ('kept')");

        // When
        first.kill();

        // Then
        assertThat(ProcessHandle.of(first.pid())).isEmpty();
        try (PostgresServer second = LocalPostgres.start(settings)) {
            assertThat(ask(second, "select text from promise")).isEqualTo("kept");
        }
    }

    @Test
    void flushesCommitsToDiskAndListensOnLoopbackOnly() throws SQLException {
        // Given
        try (PostgresServer server = LocalPostgres.start(PostgresSettings.in(folder.resolve("pg")))) {
            server.createDatabase("billing", "billing", "it's secret");

            // When
            String fsync = ask(server, "show fsync");
            String synchronousCommit = ask(server, "show synchronous_commit");
            String addresses = ask(server, "show listen_addresses");

            // Then
            assertThat(fsync).isEqualTo("on");
            assertThat(synchronousCommit).isEqualTo("on");
            assertThat(addresses).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void refusesAnotherPassword() throws SQLException {
        // Given
        try (PostgresServer server = LocalPostgres.start(PostgresSettings.in(folder.resolve("pg")))) {
            server.createDatabase("billing", "billing", "right");

            // When
            var attempt = assertThatThrownBy(
                    () -> DriverManager.getConnection(server.jdbcUrl("billing"), "billing", "wrong"));

            // Then
            attempt.isInstanceOf(SQLException.class).hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void createsADatabaseTwiceWithoutHarm() throws SQLException {
        // Given
        try (PostgresServer server = LocalPostgres.start(PostgresSettings.in(folder.resolve("pg")))) {
            server.createDatabase("billing", "billing", "it's secret");
            execute(server, "create table promise (text text)", "insert into promise values ('kept')");

            // When
            server.createDatabase("billing", "billing", "it's secret");

            // Then
            assertThat(ask(server, "select text from promise")).isEqualTo("kept");
        }
    }

    @Test
    void startsAlthoughAnotherProcessGotTheNumberInALeftOverPidFile() throws Exception {
        // Given
        PostgresSettings settings = PostgresSettings.in(folder.resolve("pg"));
        LocalPostgres.start(settings).close();
        long aProcessThatIsNoPostgres = ProcessHandle.current().pid();
        Files.writeString(folder.resolve("pg/postmaster.pid"), aProcessThatIsNoPostgres + "\n");

        // When
        try (PostgresServer second = LocalPostgres.start(settings)) {

            // Then
            assertThat(ProcessHandle.of(second.pid())).isPresent();
        }
    }

    @Test
    void refusesADirectoryThatAnotherServerUses() {
        // Given
        PostgresSettings settings = PostgresSettings.in(folder.resolve("pg"));
        try (PostgresServer first = LocalPostgres.start(settings)) {

            // When
            var attempt = assertThatThrownBy(() -> LocalPostgres.start(settings));

            // Then
            attempt.isInstanceOf(InfrastructureFailure.class)
                    .hasMessageContaining("already runs")
                    .hasMessageContaining(Long.toString(first.pid()));
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        // Given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PostgresSettings settings =
                    PostgresSettings.in(folder.resolve("pg")).withPort(taken.getLocalPort());

            // When
            var attempt = assertThatThrownBy(() -> LocalPostgres.start(settings));

            // Then
            attempt.isInstanceOf(InfrastructureFailure.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " for PostgreSQL is taken");
        }
    }

    @Test
    void leavesAFolderAloneThatIsNotItsOwn() throws Exception {
        // Given
        Path precious = Files.createDirectories(folder.resolve("pg")).resolve("thesis.txt");
        Files.writeString(precious, "three years of work");

        // When
        var attempt = assertThatThrownBy(() -> LocalPostgres.start(PostgresSettings.in(folder.resolve("pg"))));

        // Then
        attempt.isInstanceOf(InfrastructureFailure.class).hasMessageContaining("is not empty");
        assertThat(precious).hasContent("three years of work");
    }

    private static void execute(PostgresServer server, String... commands) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    private static String ask(PostgresServer server, String question) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("billing"), "billing", "it's secret");
    }
}
