package dev.interline.sandbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.InvalidConfig;
import dev.interline.sandbox.exchange.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
    private final StateStore store = StateStore.open(null);
    private final Table table = new Table(
            store, "test/things", row -> Map.of("colour", row.path("colour").asText()));

    @TempDir
    private Path directory = Path.of("replaced by JUnit");

    @AfterEach
    void close() {
        store.close();
    }

    private void put(String id, String colour) {
        store.change(() -> {
            table.put(id, Json.object().put("id", id).put("colour", colour));
            return id;
        });
    }

    private static List<String> ids(Stream<ObjectNode> rows) {
        return rows.map(row -> row.path("id").asText()).toList();
    }

    @Test
    void a_change_that_fails_leaves_nothing_behind() {
        // Given
        put("1", "red");
        Ledger ledger = new Ledger(store);
        List<String> told = new ArrayList<>();

        // When
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store.change(() -> {
                    table.put("1", Json.object().put("id", "1").put("colour", "blue"));
                    table.put("2", Json.object().put("id", "2").put("colour", "blue"));
                    ledger.effects(Instant.EPOCH, "stripe", "a", "x.create", null)
                            .applied("2", null, null);
                    store.afterCommit(() -> told.add("committed"));
                    throw new IllegalStateException("no");
                }));
        put("3", "green");

        // Then
        assertThat(ids(table.ascending(null))).containsExactly("1", "3");
        assertThat(table.findBy("colour", "blue")).isEmpty();
        assertThat(table.findBy("colour", "red")).isPresent();
        assertThat(ledger.rows(null, null, 0, 10)).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void a_change_that_fails_takes_back_nothing_of_those_committed_with_it() throws Exception {
        // Given
        StateStore kept = StateStore.open(directory);
        Table things = new Table(kept, "test/things");
        List<Thread> waiting = List.of(
                Thread.ofPlatform().unstarted(() -> change(kept, () -> things.put("2", Json.object()))),
                Thread.ofPlatform().unstarted(() -> {
                    try {
                        change(kept, () -> {
                            things.put("1", Json.object().put("id", "changed"));
                            things.remove("2");
                            things.put("3", Json.object());
                            throw new IllegalStateException("no");
                        });
                    } catch (IllegalStateException refused) {
                        // As it should be.
                    }
                }),
                Thread.ofPlatform().unstarted(() -> change(kept, () -> things.put("4", Json.object()))));

        // When
        change(kept, () -> {
            things.put("1", Json.object().put("id", "1"));
            // They begin to wait one after the other while this is committed, and are committed together.
            kept.afterCommit(() -> waiting.forEach(one -> {
                one.start();
                while (one.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }));
        });
        for (Thread one : waiting) {
            one.join();
        }

        // Then
        kept.close();
        try (StateStore reopened = StateStore.open(directory)) {
            Table found = new Table(reopened, "test/things");
            assertThat(found.find("1")).contains(Json.object().put("id", "1"));
            assertThat(found.find("2")).isPresent();
            assertThat(found.find("3")).isEmpty();
            assertThat(found.find("4")).isPresent();
        }
    }

    @Test
    void a_wipe_that_fails_takes_itself_back() {
        // Given
        put("1", "red");

        // When
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> change(store, () -> {
                    store.wipe();
                    table.put("2", Json.object().put("id", "2").put("colour", "blue"));
                    throw new IllegalStateException("no");
                }));

        // Then
        assertThat(ids(table.ascending(null))).containsExactly("1");
        assertThat(table.findBy("colour", "blue")).isEmpty();
    }

    private static void change(StateStore store, Runnable work) {
        store.change(() -> {
            work.run();
            return store;
        });
    }

    @Test
    void rows_are_walked_both_ways_from_any_id_and_by_index() {
        // Given
        put("1", "red");
        put("2", "blue");
        put("3", "red");
        put("4", "red two");

        // When
        List<String> redBefore3 = ids(table.descendingBy("colour", "red", "3"));

        // Then
        assertThat(redBefore3).containsExactly("1");
        assertThat(ids(table.ascending("1"))).containsExactly("2", "3", "4");
        assertThat(ids(table.descending("3"))).containsExactly("2", "1");
        assertThat(ids(table.descending(null))).containsExactly("4", "3", "2", "1");
        assertThat(ids(table.ascendingBy("colour", "red"))).containsExactly("1", "3");
    }

    @Test
    void tables_with_names_that_begin_alike_are_apart() {
        // Given
        Table longer = new Table(store, "test/things2");
        put("1", "red");

        // When
        store.change(() -> {
            longer.put("9", Json.object().put("id", "9"));
            return longer;
        });

        // Then
        assertThat(ids(table.ascending(null))).containsExactly("1");
        assertThat(ids(longer.descending(null))).containsExactly("9");
    }

    @Test
    void nothing_changes_outside_a_change() {
        // Given
        ObjectNode row = Json.object().put("id", "1").put("colour", "red");

        // When
        var writing = assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> table.put("1", row));

        // Then
        writing.withMessageContaining("only inside change()");
        assertThat(table.find("1")).isEmpty();
    }

    @Test
    void a_directory_belongs_to_one_sandbox_at_a_time() {
        // Given
        StateStore first = StateStore.open(directory);

        // When
        var second = assertThatExceptionOfType(InvalidConfig.class).isThrownBy(() -> StateStore.open(directory));

        // Then
        second.withMessageContaining("in use by another sandbox");
        first.close();
    }
}
