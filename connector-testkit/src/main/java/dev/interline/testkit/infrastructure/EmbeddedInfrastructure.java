package dev.interline.testkit.infrastructure;

import dev.interline.infrastructure.KafkaSettings;
import dev.interline.infrastructure.LocalKafka;
import dev.interline.infrastructure.LocalPostgres;
import dev.interline.infrastructure.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processes from Maven artifacts: needs nothing but a JDK. */
final class EmbeddedInfrastructure implements TestInfrastructure {

    private final LocalPostgres postgres;
    private final LocalKafka kafka;

    EmbeddedInfrastructure() {
        try {
            Path data = Files.createTempDirectory("interline-test");
            postgres = LocalPostgres.start(PostgresSettings.in(data.resolve("postgres")));
            kafka = LocalKafka.start(KafkaSettings.in(data.resolve("kafka")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

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
        kafka.close();
        postgres.close();
    }
}
