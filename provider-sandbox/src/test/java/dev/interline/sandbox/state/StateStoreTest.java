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
