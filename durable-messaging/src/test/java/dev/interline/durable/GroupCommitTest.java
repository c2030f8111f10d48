package dev.interline.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    @Test
    void oneBadItemInAGroupFailsAlone() {
        // Given
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(
                "test",
                batch -> {
                    if (batch.contains(13)) {
                        throw new IllegalStateException("unlucky");
                    }
                    return batch;
                },
                1,
                100,
                50);

        // When
        List<CompletableFuture<Integer>> results =
                IntStream.range(0, 20).mapToObj(commits::submit).toList();

        // Then
        for (int i = 0; i < results.size(); i++) {
            CompletableFuture<Integer> result = results.get(i);
            if (i == 13) {
                assertThatThrownBy(result::join).hasMessageContaining("unlucky");
            } else {
                assertThat(result.join()).isEqualTo(i);
            }
        }
        commits.close();
    }

    @Test
    void whatComesWhileTheWritersAreBusyIsWrittenInFewBatches() {
        // Given
        CountDownLatch allAreThere = new CountDownLatch(1);
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(
                "test",
                batch -> {
                    sizes.add(batch.size());
                    awaitQuietly(allAreThere);
                    return batch;
                },
                2,
                1_000,
                100);

        // When
        List<CompletableFuture<Integer>> results =
                IntStream.range(0, 500).mapToObj(commits::submit).toList();
        allAreThere.countDown();

        // Then
        results.forEach(CompletableFuture::join);
        commits.close();
        assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(500);
        // Two that the writers had begun with, and full ones.
        assertThat(sizes).hasSizeLessThanOrEqualTo(8).allMatch(size -> size <= 100);
    }

    @Test
    void fewItemsWaitForTheWriterAtWork() {
        // Given
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger besideAnother = new AtomicInteger();
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(
                "test",
                batch -> {
                    if (atWork.incrementAndGet() > 1) {
                        besideAnother.incrementAndGet();
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                    atWork.decrementAndGet();
                    return batch;
                },
                2,
                1_000,
                100);

        // When
        for (int round = 0; round < 30; round++) {
            IntStream.range(0, 5).mapToObj(commits::submit).toList().forEach(CompletableFuture::join);
        }

        // Then: not once but where the machine let a writer sleep for long.
        commits.close();
        assertThat(besideAnother).hasValueLessThan(10);
    }

    @Test
    void fewItemsDoNotWaitForAWriterThatIsStuck() {
        try (StuckAtZero commits = new StuckAtZero()) {
            // When
            CompletableFuture<Integer> other = commits.submit(1);

            // Then
            assertThat(other.join()).isEqualTo(1);
            assertThat(commits.zero).isNotDone();
        }
    }

    @Test
    void enoughItemsDoNotWaitForTheWriterAtWork() {
        try (StuckAtZero commits = new StuckAtZero()) {
            // When
            List<CompletableFuture<Integer>> many =
                    IntStream.rangeClosed(1, 32).mapToObj(commits::submit).toList();

            // Then: at least the first sixteen are written while the other writer is at work still.
            many.subList(0, 16).forEach(CompletableFuture::join);
            assertThat(commits.zero).isNotDone();
        }
    }

    /** Two writers, one of which has begun with a zero and does not end before this is closed. */
    private static final class StuckAtZero implements AutoCloseable {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final GroupCommit<Integer, Integer> commits = new GroupCommit<>("test", this::write, 2, 1_000, 100);
        private final CompletableFuture<Integer> zero = commits.submit(0);

        StuckAtZero() {
            awaitQuietly(begun);
        }

        private List<Integer> write(List<Integer> batch) {
            if (batch.contains(0)) {
                begun.countDown();
                awaitQuietly(release);
            }
            return batch;
        }

        CompletableFuture<Integer> submit(int item) {
            return commits.submit(item);
        }

        @Override
        public void close() {
            release.countDown();
            zero.join();
            commits.close();
        }
    }

    @Test
    void whatComesWhenTooMuchWaitsIsRefusedAtOnce() {
        // Given
        CountDownLatch release = new CountDownLatch(1);
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(
                "test",
                batch -> {
                    awaitQuietly(release);
                    return batch;
                },
                1,
                2,
                1);

        // When
        List<CompletableFuture<Integer>> results =
                IntStream.range(0, 10).mapToObj(commits::submit).toList();

        // Then
        assertThat(results).anyMatch(CompletableFuture::isCompletedExceptionally);
        release.countDown();
        commits.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
