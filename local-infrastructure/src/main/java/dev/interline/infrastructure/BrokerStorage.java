package dev.interline.infrastructure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** The folder a broker keeps everything in: its log segments, its configuration, the configuration of its logging. */
record BrokerStorage(Path folder) {
    private static final int NODE_ID = 1;

    Path segments() {
        return folder.resolve("segments");
    }

    Path serverProperties() {
        return folder.resolve("server.properties");
    }

    Path loggingProperties() {
        return folder.resolve("log4j2.properties");
    }

    void prepare(int port, int controllerPort) {
        try {
            Files.createDirectories(folder);
            Files.writeString(serverProperties(), configuration(port, controllerPort));
            Files.writeString(loggingProperties(), LOGGING);
            if (!Files.exists(segments().resolve("meta.properties"))) {
                format();
            }
        } catch (IOException e) {
            throw new InfrastructureFailure(
                    "Kafka's folder " + folder + " cannot be prepared: " + e.getMessage()
                            + ". Check free space and permissions.",
                    e);
        }
    }

    /** What {@code kafka-storage.sh format} does, without the two seconds of a JVM of its own. */
    private void format() throws IOException {
        TemporaryFolder.deleteTree(segments());
        Files.createDirectories(segments());
        try (var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(segments().toString())
                    .setMetadataLogDirectory(segments().toString())
                    .setControllerListenerName("CONTROLLER")
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("formatting failed: " + e.getMessage(), e);
        }
    }

    /** One node, so everything that is replicated in production has exactly one replica here. */
    private String configuration(int port, int controllerPort) {
        return """
                process.roles=broker,controller
                node.id=%1$d
                controller.quorum.voters=%1$d@127.0.0.1:%3$d
                listeners=PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%2$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                log.dirs=%4$s
                auto.create.topics.enable=false
                default.replication.factor=1
                min.insync.replicas=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=8
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=4
                group.initial.rebalance.delay.ms=0
                # A killed broker may register again only when its last session has run out; nine seconds by default.
                broker.session.timeout.ms=3000
                broker.heartbeat.interval.ms=500
                log.cleaner.dedupe.buffer.size=8388608
                log.cleaner.threads=1
                """.formatted(NODE_ID, port, controllerPort, segments().toAbsolutePath());
    }

    private static final String LOGGING = """
            status=error
            appender.output.type=Console
            appender.output.name=output
            appender.output.layout.type=PatternLayout
            appender.output.layout.pattern=%d{ISO8601} %p %c %m%n
            rootLogger.level=warn
            rootLogger.appenderRef.output.ref=output
            """;
}
