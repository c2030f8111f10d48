package dev.interline.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.message.Topics;
import dev.interline.durable.sync.SyncRefused;
import dev.interline.durable.sync.Syncs;
import dev.interline.sdk.Connection;
import dev.interline.testkit.contract.StandClient.Answer;
import dev.interline.testkit.network.TcpFaultProxy;
import dev.interline.testkit.network.TcpFaultProxy.Fault;
import jakarta.enterprise.inject.spi.CDI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The conformance suite of a running connector: webhooks over HTTP, commands over Kafka, the provider in the sandbox behind
 * a network that fails. Extend it as a {@code @QuarkusTest} with a {@link ProviderStand}; it is booted once for the class.
 *
 * <p>Each test has a connection of its own.
 */
public abstract class ConnectorConformanceTest {

    private static final AtomicInteger TENANT = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** A page that failed is asked for again after seconds, and then after more of them. */
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(2);

    private final Config config = ConfigProvider.getConfig();
    private final StandDatabase database = new StandDatabase(config);
    private Connection connection;
    private StandClient client;

    /** The network between the connector and its provider; the stand sets it. */
    @SuppressWarnings("NullAway.Init")
    public TcpFaultProxy network;

    /** The contract of the same connector, which knows how its provider signs and what it sends. */
    protected abstract ConnectorUnderContract contract();

    /** The system the connector stands for. */
    protected abstract BusinessSystem system();

    /** How a request is refused that nobody trusts. */
    protected abstract int refusalStatus();

    /**
     * Commands about one entity, the last with the effect that is counted; prepares at the provider what they need.
     *
     * @param key of the entity; no other test has it
     */
    protected abstract List<CanonicalCommand> commands(StandClient provider, String key);

    /** The calls of the last command that have, or tell of, the effect: the sandbox's faults are put on them. */
    protected abstract String effectPath();

    /** How many there are of what the last command makes, as the provider counts. */
    protected abstract long effects(StandClient provider, String key);

    /** What the connector lists; empty if it lists nothing. */
    protected abstract Optional<String> resource();

    /** Makes records of what is listed: more than one page of them, and how many. */
    protected abstract int moreThanAPage(StandClient provider);

    /** The calls by which records are listed. */
    protected abstract String listPath();

    @BeforeEach
    void takeAConnection() {
        connection = ProviderStand.connection(config, TENANT.getAndIncrement());
        client = new StandClient(connection, contract().gateway().headers(connection));
    }

    @AfterEach
    void mendTheNetwork() {
        network.mend();
    }

    @Test
    void anEventIsStoredOnceHoweverOftenAndHoweverManyAtOnceItIsSent() throws Exception {
        // Given
        byte[] body = event(1);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();

        // When
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                answers.add(
                        CompletableFuture.supplyAsync(() -> send(ProviderStand.NEWEST, body, Instant.now()), senders));
            }
        }

        // Then
        int fresh = 0;
        for (CompletableFuture<Answer> answer : answers) {
            assertThat(answer.get().status()).isEqualTo(200);
            fresh += answer.get().body().path("new").asInt();
        }
        assertThat(fresh).isEqualTo(1);
        assertThat(send(ProviderStand.NEWEST, body, Instant.now())
                        .body()
                        .path("new")
                        .asInt())
                .isZero();
        assertThat(events("state in ('TRANSLATED', 'REFETCHING')")).isEqualTo(1);
    }

    @Test
    void aForgedAndAReplayedRequestAreRefusedAndQuarantined() throws SQLException {
        // Given
        byte[] body = event(1);

        // When
        Answer forged = send("a-secret-somebody-guessed", body, Instant.now());
        Answer replayed = send(ProviderStand.NEWEST, body, Instant.now().minusSeconds(3600));
        Answer unsigned = client.webhook(Map.of(), body);

        // Then
        assertThat(List.of(forged.status(), replayed.status(), unsigned.status()))
                .containsOnly(refusalStatus());
        assertThat(database.count("select count(*) from quarantined_delivery where connection_id = ?", id()))
                .isEqualTo(3);
        assertThat(events("true")).isZero();
    }

    @Test
    void duringARotationBothSecretsSign() throws SQLException {
        // When
        Answer newest = send(ProviderStand.NEWEST, event(1), Instant.now());
        Answer older = send(ProviderStand.OLDER, event(2), Instant.now());

        // Then
        assertThat(List.of(newest.status(), older.status())).containsOnly(200);
        assertThat(database.count(
                        "select count(distinct secret_index) from webhook_delivery where connection_id = ?", id()))
                .isEqualTo(2);
    }

    @Test
    void theOrderOfEventsDoesNotChangeWhatIsTold() throws SQLException {
        // Given
        Connection other = ProviderStand.connection(config, TENANT.getAndIncrement());

        // When
        for (int distinction : List.of(1, 2)) {
            send(connection, ProviderStand.NEWEST, event(connection, distinction), Instant.now());
        }
        for (int distinction : List.of(2, 1)) {
            send(other, ProviderStand.NEWEST, event(other, distinction), Instant.now());
        }

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(database.open(id()) + database.open(other.id().value())).isZero();
            assertThat(database.told(other.id().value())).isEqualTo(database.told(id()));
        });
    }

    @Test
    void anUnknownEventIsAnsweredAndKept() throws SQLException {
        // When
        Answer answer = send(
                ProviderStand.NEWEST,
                contract().ofAccount(connection, contract().unknownEvent()),
                Instant.now());

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(events("state in ('IGNORED', 'UNMAPPABLE') and reason is not null"))
                .isEqualTo(1);
    }

    /** Zendesk gives up on any other refusal at once, and on a longer wait; Stripe and HubSpot come again in any case. */
    @Test
    void whatCannotBeStoredIsAnswered503WithAShortWaitAndTakenWhenItComesAgain() throws SQLException {
        // Given
        database.keepsWebhooks(false);
        Answer refused;
        try {
            // When
            refused = send(ProviderStand.NEWEST, event(1), Instant.now());
        } finally {
            database.keepsWebhooks(true);
        }
        Answer again = send(ProviderStand.NEWEST, event(1), Instant.now());

        // Then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(Integer.parseInt(refused.headers().getOrDefault("retry-after", "")))
                .isBetween(1, 59);
        assertThat(again.status()).isEqualTo(200);
        assertThat(events("state in ('TRANSLATED', 'REFETCHING')")).isEqualTo(1);
    }

    @Test
    void severalEventsInOneRequestAreEachKeptOrRefusedTogether() throws SQLException {
        // Given
        String one = new String(event(1), StandardCharsets.UTF_8).strip();
        String two = new String(event(2), StandardCharsets.UTF_8).strip();
        String batch = one.startsWith("[")
                ? one.substring(0, one.length() - 1) + ",{\"broken\":true},7," + two.substring(1)
                : "[" + one + "," + two + "]";

        // When
        Answer answer = send(ProviderStand.NEWEST, batch.getBytes(StandardCharsets.UTF_8), Instant.now());

        // Then
        assertThat(answer.status()).isEqualTo(200);
        boolean declared = contract().capabilities().contains(Capability.BATCHED_EVENTS);
        assertThat(events("state in ('TRANSLATED', 'REFETCHING')")).isEqualTo(declared ? 2 : 0);
        assertThat(events("state = 'UNMAPPABLE' and reason is not null")).isEqualTo(declared ? 2 : 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"kind\":\"throttle\",\"retryAfterSeconds\":1",
                "\"kind\":\"status\",\"status\":409",
                "\"kind\":\"status\",\"status\":500",
                "\"kind\":\"reset-before-effect\"",
                "\"kind\":\"effect-then-reset\"",
                "\"kind\":\"garbage-body\"",
                "\"kind\":\"empty-body\""
            })
    void whateverTheProviderAnswersTheEffectIsThereOnce(String fault) {
        // Given
        String key = key();
        List<CanonicalCommand> commands = commands(client, key);
        fault(fault + ",\"times\":1");

        // When
        String last = order(commands, key);

        // Then
        assertDoneOnce(last, key);
    }

    @Test
    void anAnswerThatIsResetAfterTheRequestWasSentLeavesOneEffect() {
        // Given
        String key = key();
        List<CanonicalCommand> commands = commands(client, key);

        // When
        network.fail(new Fault.Reset(0), 1);
        String last = order(commands, key);

        // Then
        assertDoneOnce(last, key);
        assertThat(network.outstanding()).isZero();
    }

    @Test
    void anAnswerThatEndsInTheMiddleLeavesOneEffect() {
        // Given
        String key = key();
        List<CanonicalCommand> commands = commands(client, key);

        // When
        network.fail(new Fault.HalfClose(40), 1);
        String last = order(commands, key);

        // Then
        assertDoneOnce(last, key);
        assertThat(network.outstanding()).isZero();
    }

    @Test
    void whileTheProviderCannotBeReachedCommandsWait() {
        // Given
        String key = key();
        List<CanonicalCommand> commands = commands(client, key);
        network.cut();

        // When
        String last = order(commands, key);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        database.count("select count(*) from command where connection_id = ? and attempts > 0", id()))
                .isPositive());
        network.mend();

        // Then
        assertDoneOnce(last, key);
    }

    @Test
    void whatTheProviderRefusesIsADeadLetterOfTheCustomers() {
        // Given
        String key = key();
        List<CanonicalCommand> commands = commands(client, key);
        fault("\"kind\":\"status\",\"status\":400");

        // When
        String last = order(commands, key);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(database.count(
                        "select count(*) from dead_letter where message_id = ? and queue = 'CUSTOMER'"
                                + " and failure_kind = 'REJECTED'",
                        last))
                .isEqualTo(1));
        assertThat(effects(client, key)).isZero();
    }

    @Test
    void refusedCredentialsRestTheConnectionAndLoseNothing() throws SQLException {
        // Given
        String key = key();
        List<CanonicalCommand> commands = commands(client, key);
        fault("\"kind\":\"status\",\"status\":401");

        // When
        String last = order(commands, key);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        database.count("select count(*) from connection_pause where connection_id = ?", id()))
                .isEqualTo(1));
        assertThat(database.count("select count(*) from command where id = ?", last))
                .isEqualTo(1);
        assertThat(database.count("select count(*) from dead_letter where message_id = ?", last))
                .isZero();
    }

    @Test
    void aBackfillReadsEveryPageToTheEndThoughCallsBetweenThemFail() throws SQLException {
        // Given
        Syncs syncs = CDI.current().select(Syncs.class).get();
        Jdbi jdbi = CDI.current().select(Jdbi.class).get();
        boolean declared = contract().capabilities().contains(Capability.LISTED_RECORDS);
        assertThat(resource().isPresent()).isEqualTo(declared);
        if (!declared) {
            assertThatThrownBy(() -> jdbi.useTransaction(handle ->
                            syncs.backfill(handle, connection.id(), "records", null, "test", "none are listed")))
                    .isInstanceOf(SyncRefused.class);
            return;
        }
        int records = moreThanAPage(client);
        for (String fault : List.of(
                "\"kind\":\"status\",\"status\":500",
                "\"kind\":\"reset-before-effect\"",
                "\"kind\":\"throttle\",\"retryAfterSeconds\":1")) {
            fault(listPath(), fault + ",\"times\":1");
        }

        // When
        String backfill = jdbi.inTransaction(handle ->
                        syncs.backfill(handle, connection.id(), resource().orElseThrow(), null, "test", "conformance"))
                .id();

        // Then
        await().atMost(LONG_PATIENCE).untilAsserted(() -> assertThat(
                        database.count("select count(*) from sync where id = ? and state = 'DONE'", backfill))
                .isEqualTo(1));
        assertThat(database.count("select told from sync where id = ?", backfill))
                .isEqualTo(records);
        assertThat(database.count("select pages from sync where id = ?", backfill))
                .isGreaterThan(1);
        assertThat(events("state = 'TRANSLATED'")).isEqualTo(records);
    }

    /** How often an event about the subject was told, for connectors whose effect is to tell. */
    protected final long told(StandClient provider, String subject) {
        try {
            return database.count(
                    "select count(*) from published_message where record_key = ? and topic like '%.events.v1'",
                    provider.connection().tenant() + "|" + subject);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void assertDoneOnce(String command, String key) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(database.count("select count(*) from command_history where id = ? and state = 'DONE'", command))
                    .isEqualTo(1);
            assertThat(effects(client, key)).isEqualTo(1);
        });
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(database.count(
                        "select count(*) from published_message where topic = '" + Topics.results(system())
                                + "' and envelope like ?",
                        "%\"" + command + "\"%"))
                .isEqualTo(1));
    }

    private String order(List<CanonicalCommand> commands, String key) {
        return new StandCommands(config, system()).order(connection.tenant(), commands, key);
    }

    private void fault(String fault) {
        fault(effectPath(), fault);
    }

    private void fault(String path, String fault) {
        client.fault(config, path, fault);
    }

    private Answer send(String secret, byte[] body, Instant at) {
        return send(connection, secret, body, at);
    }

    private Answer send(Connection to, String secret, byte[] body, Instant at) {
        return new StandClient(to, Map.of()).webhook(contract().signed(to, secret, body, at), body);
    }

    private byte[] event(int distinction) {
        return event(connection, distinction);
    }

    private byte[] event(Connection of, int distinction) {
        return contract().ofAccount(of, contract().event(distinction));
    }

    private long events(String condition) throws SQLException {
        return database.count("select count(*) from provider_event where connection_id = ? and " + condition, id());
    }

    private String id() {
        return connection.id().value();
    }

    private static String key() {
        return "acct_" + UUID.randomUUID().toString().substring(0, 13);
    }
}
