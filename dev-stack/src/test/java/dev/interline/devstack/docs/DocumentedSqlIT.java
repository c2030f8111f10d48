package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.interline.infrastructure.LocalPostgres;
import dev.interline.infrastructure.PostgresSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody pastes the SQL of a runbook at three in the morning: it must run against the tables there are. */
class DocumentedSqlIT {

    private static final Pattern SQL = Pattern.compile("(?s)```sql\\n(.*?)```");
    private static final Pattern VERSION = Pattern.compile("V(\\d+)__");

    private record Documented(String page, String statement) {}

    @Test
    void everyStatementInThePagesRunsAgainstTheMigratedTables(@TempDir Path folder) throws SQLException {
        // Given
        List<Documented> statements = statements();
        assertThat(statements).isNotEmpty();
        try (LocalPostgres server = LocalPostgres.start(PostgresSettings.in(folder.resolve("postgres")))) {
            server.createDatabase("service", "service", "documented");
            try (Connection connection =
                            DriverManager.getConnection(server.jdbcUrl("service"), "service", "documented");
                    Statement statement = connection.createStatement()) {
                for (Path migration : migrations()) {
                    statement.execute(ProjectFiles.read(migration));
                }

                // Then
                assertThat(statements)
                        .allSatisfy(documented -> assertThatCode(() -> statement.execute(documented.statement()))
                                .as(documented.page())
                                .doesNotThrowAnyException());
            }
        }
    }

    private static List<Documented> statements() {
        List<Documented> statements = new ArrayList<>();
        for (Path page : ProjectFiles.below("docs", ".md")) {
            Matcher block = SQL.matcher(ProjectFiles.read(page));
            while (block.find()) {
                for (String statement : block.group(1).split(";")) {
                    if (!statement.isBlank()) {
                        statements.add(new Documented(ProjectFiles.name(page), statement.strip()));
                    }
                }
            }
        }
        return statements;
    }

    /** Of all services in one database: their tables have different names. */
    private static List<Path> migrations() {
        return ProjectFiles.below("", ".sql").stream()
                .filter(file -> file.toString().contains("/src/main/resources/db/"))
                .sorted(Comparator.comparing(DocumentedSqlIT::version))
                .toList();
    }

    private static int version(Path migration) {
        Matcher version = VERSION.matcher(migration.getFileName().toString());
        assertThat(version.find()).as(migration.toString()).isTrue();
        return Integer.parseInt(version.group(1));
    }
}
