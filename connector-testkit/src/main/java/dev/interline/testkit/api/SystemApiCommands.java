package dev.interline.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.testkit.api.ApiClient.Reply;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Commands: each of the contract is carried out, once, and told of. */
public abstract class SystemApiCommands extends SystemApiReads {

    @Test
    void aCommandIsAcceptedCarriedOutAndToldOfToItsTenantOnly() {
        // Given
        Wanted wanted = command(provider, key());

        // When
        Reply accepted = send(wanted, ApiStand.WRITE_KEY, key());
        String location = accepted.header("location").orElseThrow();

        // Then
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().path("state").asText()).isEqualTo("PENDING");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode status = read(location).json();
            assertThat(status.path("state").asText()).as("%s", status).isEqualTo("DONE");
            assertThat(status.has("resultId")).isEqualTo(commandNamesItsRecord());
        });
        assertThat(other(location).status()).isEqualTo(404);
        assertThat(read("/api/v1/commands/api_unknown").status()).isEqualTo(404);
    }

    @Test
    void theSameRequestSentAgainIsAnsweredTheSameAndDoneOnce() throws SQLException {
        // Given
        Wanted wanted = command(provider, key());
        String key = key();
        long before = commands();

        // When
        Reply first = send(wanted, ApiStand.WRITE_KEY, key);
        Reply again = send(wanted, ApiStand.WRITE_KEY, "\"" + key + "\"");
        Reply another = send(command(provider, key()), ApiStand.WRITE_KEY, key);

        // Then
        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("location")).isEqualTo(first.header("location"));
        assertThat(another.status()).isEqualTo(422);
        assertThat(another.json().path("code").asText()).isEqualTo("API-1423");
        assertThat(commands()).isEqualTo(before + 1);
    }

    @Test
    void theSameRequestSentManyTimesAtOnceIsDoneOnce() throws Exception {
        // Given
        Wanted wanted = command(provider, key());
        String key = key();
        long before = commands();
        List<Callable<Reply>> senders = new ArrayList<>();
        for (int i = 0; i < 2 * MANY; i++) {
            senders.add(() -> send(wanted, ApiStand.WRITE_KEY, key));
        }

        // When
        List<Reply> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> reply : threads.invokeAll(senders)) {
                replies.add(reply.get());
            }
        }

        // Then
        assertThat(replies).extracting(Reply::status).isSubsetOf(202, 409).contains(202);
        assertThat(replies.stream()
                        .filter(reply -> reply.status() == 202)
                        .map(Reply::text)
                        .collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(commands()).isEqualTo(before + 1);
        assertThat(send(wanted, ApiStand.WRITE_KEY, key).status()).isEqualTo(202);
    }

    @Test
    void aCommandThatDoesNotFitIsRefusedWithItsPlaceAndNothingIsStored() throws SQLException {
        // Given
        Wanted good = command(provider, key());
        long before = commands();

        badBodies().forEach((body, pointer) -> {
            // When
            Reply refused = send(new Wanted(good.method(), good.path(), body), ApiStand.WRITE_KEY, key());

            // Then
            assertThat(refused.status()).as(body).isEqualTo(422);
            assertThat(StreamSupport.stream(refused.json().path("errors").spliterator(), false)
                            .map(error -> error.path("pointer").asText()))
                    .as(body)
                    .contains(pointer);
        });
        assertThat(call(good.method(), good.path(), ApiStand.WRITE_KEY, Map.of(), good.body())
                        .status())
                .isEqualTo(400);
        assertThat(send(good, ApiStand.WRITE_KEY, "k".repeat(256)).status()).isEqualTo(400);
        assertThat(send(new Wanted(good.method(), good.path() + "?x=1", good.body()), ApiStand.WRITE_KEY, key())
                        .status())
                .isEqualTo(400);
        assertThat(send(new Wanted(good.method(), good.path(), "x".repeat(300_000)), ApiStand.WRITE_KEY, key())
                        .status())
                .isEqualTo(413);
        assertThat(call("PATCH", good.path(), ApiStand.WRITE_KEY, Map.of(), "").status())
                .isEqualTo(405);
        assertThat(call("GET", "/api/v1/teapots", ApiStand.READ_KEY, Map.of(), "")
                        .status())
                .isEqualTo(404);
        assertThat(commands()).isEqualTo(before);
    }

    @Test
    void everyCommandOfTheContractIsCarriedOutAtTheProvider() {
        // Given
        Map<String, Supplier<Wanted>> commands = everyCommand();

        // Then
        assertThat(commands.keySet()).containsExactlyInAnyOrderElementsOf(contract.commands());
        commands.forEach((operation, wanted) -> {
            Reply accepted = write(wanted.get(), Map.of());
            assertThat(accepted.status())
                    .as("%s %s", operation, accepted.text())
                    .isEqualTo(202);
            done(operation, accepted, ApiStand.READ_KEY);
        });
    }

    private void done(String operation, Reply accepted, String key) {
        String location = accepted.header("location").orElseThrow();
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode status = call("GET", location, key, Map.of(), "").json();
            assertThat(status.path("state").asText())
                    .as("%s: %s", operation, status)
                    .isEqualTo("DONE");
        });
    }

    @Test
    void aCommandGoesOverTheConnectionThatIsNamedAndItsKeyIsOfNoOther() {
        // Given
        Wanted wanted = command(providerOf(ApiStand.US), key());
        String key = key();

        // When
        Reply ambiguous = send(wanted, ApiStand.SEVERAL_KEY, key);
        Reply accepted = over(ApiStand.US, wanted, key);
        Reply again = over(ApiStand.US, wanted, key);
        Reply elsewhere = over(ApiStand.EU, wanted, key);

        // Then
        assertThat(ambiguous.status()).isEqualTo(400);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().path("connection").asText()).isEqualTo(ApiStand.US);
        assertThat(again.text()).isEqualTo(accepted.text());
        assertThat(elsewhere.status()).isEqualTo(422);
        done("over " + ApiStand.US, accepted, ApiStand.SEVERAL_KEY);
    }

    private Reply over(String connection, Wanted wanted, String key) {
        return send(wanted, ApiStand.SEVERAL_KEY, Map.of("Idempotency-Key", key, "Interline-Connection", connection));
    }
}
