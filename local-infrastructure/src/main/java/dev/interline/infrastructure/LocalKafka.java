package dev.interline.infrastructure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * A Kafka broker as a child JVM. A broker killed here loses nothing it acknowledged, because the page cache of the
 * machine survives the process; the loss of power is another matter and not what one replica protects against.
 */
public final class LocalKafka implements KafkaBroker {
    private static final int ATTEMPTS_FOR_FREE_PORTS = 3;
    private static final Duration ORDERLY_SHUTDOWN = Duration.ofSeconds(20);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(50);
    private static final int ANSWER_SECONDS = 20;

    private final ChildProcess process;
    private final int port;

    private LocalKafka(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the broker and waits until it answers. Topics and records of an earlier run are kept, also when that run
     * was killed.
     *
     * @throws InfrastructureFailure if it cannot run here
     */
    public static LocalKafka start(KafkaSettings settings) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(settings);
            } catch (InfrastructureFailure failure) {
                boolean othersMayHelp = (settings.port() == 0 || settings.controllerPort() == 0)
                        && attempt < ATTEMPTS_FOR_FREE_PORTS
                        && String.valueOf(failure.getMessage()).contains("Address already in use");
                if (!othersMayHelp) {
                    throw failure;
                }
            }
        }
    }

    private static LocalKafka startOnce(KafkaSettings settings) {
        int port = settings.port() == 0 ? LoopbackPort.anyFree() : settings.port();
        int controllerPort = settings.controllerPort() == 0 ? LoopbackPort.anyFree() : settings.controllerPort();
        LoopbackPort.require(port, "Kafka");
        LoopbackPort.require(controllerPort, "Kafka's controller");
        var storage = new BrokerStorage(settings.dataDirectory().toAbsolutePath());
        storage.prepare(port, controllerPort);
        ChildProcess process = ChildProcess.start(
                new ChildCommand("Kafka", command(storage), Map.of(), settings.log(), settings.lifetime()));
        var broker = new LocalKafka(process, port);
        try {
            broker.awaitAnswer(settings.startTimeout());
        } catch (RuntimeException | Error failure) {
            broker.kill();
            throw failure;
        }
        return broker;
    }

    private static List<String> command(BrokerStorage storage) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dfile.encoding=UTF-8",
                "-Dlog4j2.configurationFile=" + storage.loggingProperties(),
                "-cp",
                BrokerClassPath.below(storage.folder()),
                "kafka.Kafka",
                storage.serverProperties().toString());
    }

    private void awaitAnswer(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (process.await(PROBE_INTERVAL)) {
                throw process.died();
            }
            if (LoopbackPort.answers(port) && namesItself()) {
                return;
            }
        }
        throw process.notReady(patience);
    }

    private boolean namesItself() {
        try (Admin admin = admin()) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureFailure("Interrupted while waiting for Kafka.", e);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                "200"));
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void createTopics(Collection<String> topics, int partitions) {
        try (Admin admin = admin()) {
            Set<String> existing = admin.listTopics().names().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = topics.stream()
                    .filter(topic -> !existing.contains(topic))
                    .map(topic -> new NewTopic(topic, partitions, (short) 1))
                    .toList();
            for (KafkaFuture<Void> created :
                    admin.createTopics(missing).values().values()) {
                awaitCreated(created);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new InfrastructureFailure(
                    "Kafka did not create the topics: " + e.getMessage() + ". See its log " + process.log() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureFailure("Interrupted while topics were being created.", e);
        }
    }

    private static void awaitCreated(KafkaFuture<Void> created)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            created.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** Lets the broker outlive this JVM from now on. */
    public void release() {
        process.release();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.stop(ORDERLY_SHUTDOWN);
    }
}
