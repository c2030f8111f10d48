package dev.interline.benchmarks;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One row, one commit, again and again, as pgbench would. */
final class CommitLoop {

    private CommitLoop() {}

    /** @return commits a second by that many clients */
    static double perSecond(String databaseUrl, int clients, Duration time) {
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                counts.add(threads.submit(() -> commits(databaseUrl, time)));
            }
            long sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            return sum / (time.toNanos() / 1e9);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a client failed", failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopping);
        }
    }

    private static long commits(String databaseUrl, Duration time) throws SQLException {
        byte[] body = Webhooks.customer("evt_1", "customer.updated", "cus_1", "Bench 1")
                .getBytes(StandardCharsets.UTF_8);
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement insert =
                        connection.prepareStatement("insert into baseline_request (body) values (?)")) {
            long deadline = System.nanoTime() + time.toNanos();
            long count = 0;
            while (System.nanoTime() < deadline) {
                insert.setBytes(1, body);
                insert.executeUpdate();
                count++;
            }
            return count;
        }
    }
}
