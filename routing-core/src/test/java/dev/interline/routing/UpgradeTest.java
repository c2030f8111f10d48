package dev.interline.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.TestDatabase;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class UpgradeTest {

    @Test
    void aDatabaseWithOurMigrationsTakesOneThatAllServicesShareAndThatWasWrittenLater() {
        // Given
        PGSimpleDataSource database = TestDatabase.empty();
        flyway(database, "db/migration").load().migrate();

        // When
        Config config = ConfigProvider.getConfig();
        Flyway upgrade = flyway(database, config.getValue("quarkus.flyway.locations", String[].class))
                .outOfOrder(config.getOptionalValue("quarkus.flyway.out-of-order", Boolean.class)
                        .orElse(false))
                .load();
        upgrade.migrate();

        // Then
        assertThat(upgrade.info().pending()).isEmpty();
        assertThat(Stream.of(upgrade.info().applied()).map(MigrationInfo::getScript))
                .anyMatch(script -> script.startsWith("V1__"))
                .anyMatch(script -> script.startsWith("V100__"));
    }

    private static FluentConfiguration flyway(PGSimpleDataSource database, String... locations) {
        return Flyway.configure().dataSource(database).locations(locations);
    }
}
