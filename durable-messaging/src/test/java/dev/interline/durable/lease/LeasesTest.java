package dev.interline.durable.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.TestDatabase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasesTest {

    private static final Duration LENGTH = Duration.ofMinutes(1);
    private static final List<String> SHARDS =
            IntStream.range(0, 16).mapToObj(i -> "relay/" + i).toList();

    private final Jdbi jdbi = TestDatabase.create();

    @BeforeEach
    void declare() {
        jdbi.useHandle(handle -> new Leases("any").declare(handle, SHARDS));
    }

    @Test
    void oneProcessHoldsAllAndSharesWithOnesThatJoin() {
        // Given
        List<String> alone = share("a");

        // When
        share("b");
        List<String> a = share("a");
        List<String> b = share("b");

        // Then
        assertThat(alone).hasSize(16);
        assertThat(a).hasSize(8);
        assertThat(b).hasSize(8);
        Set<String> both = new HashSet<>(a);
        both.addAll(b);
        assertThat(both).hasSize(16);
    }

    @Test
    void whatADeadProcessHeldGoesToTheOthersWhenItsLeasesEnd() {
        // Given
        share("a");
        share("b");
        share("a");
        share("b");

        // When
        jdbi.useHandle(handle ->
                handle.execute("update lease set leased_until = now() - interval '1 second' where owner = 'b'"));

        // Then
        assertThat(share("a")).hasSize(16);
    }

    @Test
    void aProcessThatLeavesMakesRoomAtOnce() {
        // Given
        share("a");
        share("b");
        share("a");
        Leases leaving = new Leases("b");

        // When
        jdbi.useHandle(handle -> {
            leaving.release(handle, SHARDS);
            leaving.leave(handle, "relay");
        });

        // Then
        assertThat(share("a")).hasSize(16);
    }

    private List<String> share(String owner) {
        return jdbi.inTransaction(handle -> new Leases(owner).acquireShare(handle, "relay", SHARDS, LENGTH));
    }
}
