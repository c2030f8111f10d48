package dev.interline.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How fast routing-core works through a full topic, beside the loop one would write by hand: consume, commit, produce. */
final class Routing {

    private static final String TOPIC = "customer.events.v1";
    private static final String OUT = "bench.out.v1";
    private static final int BEFORE_COUNTING = 2_000;

    private final StackUnderTest under;
    private final Duration time;
    private final PrintStream out;

    Routing(StackUnderTest under, Duration time, PrintStream out) {
        this.under = under;
        this.time = time;
        this.out = out;
    }

    void run(Report report) {
        out.println("A hand-written loop works through the topic ...");
        double loop = handWritten();
        out.println("routing-core works through the same topic ...");
        under.stack().start("routing-core");
        awaitMore(handled() + BEFORE_COUNTING);
        long from = handled();
        long began = System.nanoTime();
        sleep(time);
        double routing = (handled() - from) / ((System.nanoTime() - began) / 1e9);
        report.routing(routing, loop);
    }

    private long handled() {
        return under.number("routing-core", "select count(*) from inbox");
    }

    private void awaitMore(long rows) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (handled() < rows) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("routing-core does not get on");
            }
            sleep(Duration.ofMillis(200));
        }
    }

    private double handWritten() {
        under.execute("routing-core", "create table bench_inbox (id text primary key)");
        under.execute(
                "routing-core", "create table bench_state (key text primary key, value bytea, changed int default 0)");
        Map<String, Object> server = Map.of("bootstrap.servers", under.bootstrapServers());
        try (Admin admin = Admin.create(server)) {
            admin.createTopics(List.of(new NewTopic(OUT, 12, (short) 1))).all().get();
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException("no topic for the loop", failed);
        }
        Map<String, Object> consuming = Map.of(
                "bootstrap.servers",
                under.bootstrapServers(),
                "group.id",
                "bench-loop",
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                50);
        Map<String, Object> producing =
                Map.of("bootstrap.servers", under.bootstrapServers(), "acks", "all", "enable.idempotence", true);
        try (var consumer = new KafkaConsumer<>(consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
                Connection connection = under.database("routing-core");
                PreparedStatement inbox =
                        connection.prepareStatement("insert into bench_inbox values (?) on conflict do nothing");
                PreparedStatement state = connection.prepareStatement(
                        "insert into bench_state (key, value) values (?, ?) on conflict (key) do update"
                                + " set value = excluded.value, changed = bench_state.changed + 1")) {
            connection.setAutoCommit(false);
            consumer.subscribe(List.of(TOPIC));
            long count = 0;
            long counted = 0;
            long began = 0;
            while (began == 0 || System.nanoTime() - began < time.toNanos()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    take(connection, inbox, state, record);
                    producer.send(new ProducerRecord<>(OUT, record.key(), record.value()));
                    count++;
                    if (count == BEFORE_COUNTING) {
                        began = System.nanoTime();
                    }
                    counted = count - BEFORE_COUNTING;
                }
                producer.flush();
                consumer.commitSync();
            }
            return counted / ((System.nanoTime() - began) / 1e9);
        } catch (SQLException failed) {
            throw new IllegalStateException("the loop met its database", failed);
        }
    }

    private static void take(
            Connection connection,
            PreparedStatement inbox,
            PreparedStatement state,
            ConsumerRecord<byte[], byte[]> record)
            throws SQLException {
        Header id = record.headers().lastHeader("ce_id");
        inbox.setString(
                1,
                id == null
                        ? record.partition() + "/" + record.offset()
                        : new String(id.value(), StandardCharsets.UTF_8));
        if (inbox.executeUpdate() == 1) {
            state.setString(1, new String(record.key(), StandardCharsets.UTF_8));
            state.setBytes(2, record.value());
            state.executeUpdate();
        }
        connection.commit();
    }

    private static void sleep(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopping);
        }
    }
}
