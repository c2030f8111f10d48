package dev.interline.testkit.infrastructure;

import dev.interline.infrastructure.KafkaSettings;
import dev.interline.infrastructure.LocalKafka;
import dev.interline.infrastructure.LocalPostgres;
import dev.interline.infrastructure.PostgresSettings;
import dev.interline.infrastructure.TemporaryFolder;

/** Processes from Maven artifacts: needs nothing but a JDK. */
final class EmbeddedInfrastructure implements TestInfrastructure {

    private final TemporaryFolder data = TemporaryFolder.create("interline-test");
    private final LocalPostgres postgres =
            LocalPostgres.start(PostgresSettings.in(data.path().resolve("postgres")));
    private final LocalKafka kafka =
            LocalKafka.start(KafkaSettings.in(data.path().resolve("kafka")));

    @Override
    public String createDatabase(String name) {
        postgres.createDatabase(name, name, "secret");
        return postgres.jdbcUrl(name);
    }

    @Override
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public void close() {
        // Nobody reads the data again, so that nothing need be written in order.
        kafka.kill();
        postgres.kill();
        data.close();
    }
}
