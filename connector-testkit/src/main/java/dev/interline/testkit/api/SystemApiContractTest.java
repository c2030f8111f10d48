package dev.interline.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.testkit.api.ApiClient.Reply;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The suite of a running connector's system API. Extend it as a {@code @QuarkusTest} with an {@link ApiStand}; it is booted
 * once for the class. Every answer of every test is held to the connector's contract.
 */
public abstract class SystemApiContractTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int MANY = 5;

    private final Config config = ConfigProvider.getConfig();
    private final WrittenContract contract = WrittenContract.load();
    private final ApiClient api =
            new ApiClient("http://127.0.0.1:" + config.getValue("quarkus.http.test-port", Integer.class));
    private final ApiClient sandbox = new ApiClient(config.getValue(ApiStand.SANDBOX, String.class));
    private final ApiClient provider = new ApiClient(config.getValue(ApiStand.BASE + ApiStand.OWN, String.class));

    /**
     * One request for a command.
     *
     * @param body empty for a command without one
     */
    public record Wanted(String method, String path, String body) {}

    /** The resource whose lists are paged, such as {@code accounts}. */
    protected abstract String resource();

    /** A query that filters that resource and finds all that {@link #make} has made. */
    protected abstract String filter();

    /** Makes a record of that resource at the provider; its id there. */
    protected abstract String make(ApiClient provider, String name);

    /** A command that works at this provider; of another {@code key} it is another one of the same operation. */
    protected abstract Wanted command(ApiClient provider, String key);

    /** Whether the command names the record it has made or touched. */
    protected abstract boolean commandNamesItsRecord();

    /** Bodies the command's operation must refuse, each with the pointer to its place. */
    protected abstract Map<String, String> badBodies();

    /** Puts the credentials of the tenant's account into a request to the provider. */
    protected abstract Map<String, String> credentials(String token);

    /** Calls the provider past the connector. */
    protected final JsonNode atProvider(ApiClient client, String method, String path, String type, String body) {
        Map<String, String> headers = new HashMap<>(credentials(ApiStand.TOKEN + ApiStand.OWN));
        headers.put("Content-Type", type);
        Reply reply = client.send(method, path, headers, body);
        assertThat(reply.status()).as("%s", reply).isBetween(200, 299);
        return reply.json();
    }

    @AfterEach
    void mendEverything() throws SQLException {
        sandbox.send("DELETE", "/_sandbox/faults", Map.of(), "");
        change("delete from connection_breaker");
        change("delete from connection_pause");
    }

    @Test
    void theContractIsServedAsItIsWrittenAndEveryListAndReadInItAnswers() {
        // Given
        make(provider, "Contract");

        // When
        Reply served = call("GET", "/api/v1/openapi.yaml", "", Map.of(), "");
        Reply described = new ApiClient(
                        "http://127.0.0.1:" + config.getValue("quarkus.management.test-port", Integer.class))
                .send("GET", "/observe/openapi?format=json", Map.of(), "");

        // Then
        assertThat(served.status()).isEqualTo(200);
        assertThat(contract.root().path("openapi").asText()).startsWith("3.1");
        assertThat(contract.root().path("webhooks").size()).isPositive();
        Set<String> paths = new TreeSet<>();
        contract.root().path("paths").fieldNames().forEachRemaining(paths::add);
        assertThat(described.json().path("paths").properties())
                .as("%s", described)
                .extracting(Map.Entry::getKey)
                .filteredOn(path -> path.startsWith("/api/"))
                .containsExactlyInAnyOrderElementsOf(paths);
        for (String list : contract.lists()) {
            Reply page = unthrottled(list);
            assertThat(page.status()).as(list).isEqualTo(200);
            for (JsonNode item : page.json().path("items")) {
                assertThat(unthrottled(list + "/" + item.at("/ref/id").asText()).status())
                        .isEqualTo(200);
            }
        }
        for (String one : contract.reads()) {
            assertThat(unthrottled(one.replace("{id}", "999999999")).status())
                    .as(one)
                    .isEqualTo(404);
        }
    }

    @Test
    void pagesFollowEachOtherUntilAllWasSeenOnceWithAndWithoutAFilter() {
        // Given
        Set<String> made = new TreeSet<>();
        for (int i = 0; i < MANY; i++) {
            made.add(make(provider, "Paged " + i));
        }

        for (String query : List.of("limit=2", "limit=2&" + filter())) {
            // When
            List<String> seen = new ArrayList<>();
            Optional<String> next = Optional.of(list() + "?" + query);
            while (next.isPresent()) {
                Reply page = patiently(next.get());
                assertThat(page.json().path("items").size()).isLessThanOrEqualTo(2);
                page.json()
                        .path("items")
                        .forEach(item -> seen.add(item.at("/ref/id").asText()));
                next = page.header("link").map(link -> link.substring(1, link.indexOf('>')));
                assertThat(page.json().has("next")).isEqualTo(next.isPresent());
            }

            // Then
            assertThat(seen).as(query).doesNotHaveDuplicates().containsAll(made);
        }
    }

    @Test
    void aCursorOfAnotherListOrOfNobodyIsRefused() {
        // Given
        for (int i = 0; i < MANY; i++) {
            make(provider, "Cursor " + i);
        }
        String cursor = read(list() + "?limit=1").json().path("next").asText();

        // Then
        assertThat(read(list() + "?limit=1&cursor=" + cursor).status()).isEqualTo(200);
        for (String wrong :
                List.of("limit=1&" + filter() + "&cursor=" + cursor, "cursor=" + cursor + "A", "cursor=x", "cursor=")) {
            assertThat(read(list() + "?" + wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(other(list() + "?limit=1&cursor=" + cursor).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=-1",
                "limit=many",
                "limit=1&limit=2",
                "teapot=1",
                "fields=teapot",
                "fields=",
                "fields=ref,",
                "Limit=1",
                "%27%3Bdrop%20table=1"
            })
    void parametersThatMakeNoSenseAreRefusedAndNamed(String query) {
        // When
        Reply refused = read(list() + "?" + query);

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").asText()).isEqualTo("API-1001");
        assertThat(refused.json().path("errors")).isNotEmpty();
    }

    @Test
    void onlyTheFieldsAskedForAreAnsweredAndTheTagChangesWithTheRecordOnly() {
        // Given
        String one = list() + "/" + make(provider, "Tagged");
        Reply whole = read(one);
        String tag = whole.header("etag").orElseThrow();

        // When
        Reply part = read(one + "?fields=createdAt");
        Reply again = call("GET", one, ApiStand.READ_KEY, Map.of("If-None-Match", "\"other\", " + tag), "");

        // Then
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(names(part.json())).containsExactly("createdAt", "ref");
        assertThat(part.header("etag")).contains("W/" + tag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(call("GET", one, ApiStand.READ_KEY, Map.of("If-None-Match", "\"other\""), "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aKeySeesItsTenantOnlyAndDoesNoMoreThanItsScopeAllows() {
        // Given
        String one = list() + "/" + make(provider, "Secret of acme");
        Wanted wanted = command(provider, key());

        // Then
        assertThat(read(one).status()).isEqualTo(200);
        assertThat(other(one).status()).isEqualTo(404);
        assertThat(other(list()).json().path("items")).isEmpty();
        assertThat(call("GET", one, "", Map.of(), "").status()).isEqualTo(401);
        assertThat(call("GET", one, "a-key-nobody-has", Map.of(), "").status()).isEqualTo(401);
        assertThat(send(wanted, ApiStand.READ_KEY, key()).status()).isEqualTo(403);
        assertThat(call("GET", one, ApiStand.PLATFORM_KEY, Map.of(), "").status())
                .isEqualTo(400);
        assertThat(call("GET", one, ApiStand.PLATFORM_KEY, Map.of("Interline-Tenant", ApiStand.OWN), "")
                        .status())
                .isEqualTo(200);
        assertThat(call("GET", one, ApiStand.OTHER_KEY, Map.of("Interline-Tenant", ApiStand.OWN), "")
                        .status())
                .isEqualTo(404);
    }

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
    void aProviderThatThrottlesFailsOrRefusesUsIsToldApartWithTheTimeToComeAgain() {
        // Given
        String one = list() + "/" + make(provider, "Behind faults");

        // When
        fault("'kind':'status','status':503");
        Reply away = read(one);
        mendTheSandbox();
        fault("'kind':'status','status':401");
        Reply refused = read(one);
        mendTheSandbox();
        fault("'kind':'throttle','retryAfterSeconds':7");
        Reply throttled = read(one);
        mendTheSandbox();

        // Then
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("retry-after")).isPresent();
        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.json().path("code").asText()).endsWith("-2401");
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("retry-after")).isPresent();
        assertThat(throttled.header("ratelimit-policy").orElse("")).containsPattern("\"[a-z-]+\";q=\\d+;w=\\d+");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(read(one).status()).isEqualTo(200));
    }

    @Test
    void aConnectionThatIsLeftAloneIsNotAskedAndCommandsAreTakenAllTheSame() throws SQLException {
        // Given
        String one = list() + "/" + make(provider, "Left alone");
        fault("'kind':'status','status':500");
        change("insert into connection_breaker (connection_id, failures, lanes, last_failed_at, last_code, open_until)"
                + " values ('acme', 10, array['a','b','c'], now(), 'X-2001', now() + interval '40 seconds')");

        // When
        Reply open = read(one);
        change("delete from connection_breaker");
        change("insert into connection_pause values ('acme', now() + interval '30 seconds', 'X-2401')");
        Reply paused = read(one);
        mendTheSandbox();
        Reply accepted = send(command(provider, key()), ApiStand.WRITE_KEY, key());

        // Then
        assertThat(open.status()).isEqualTo(503);
        assertThat(open.json().path("code").asText()).isEqualTo("API-3002");
        assertThat(Integer.parseInt(open.header("retry-after").orElseThrow())).isBetween(1, 40);
        assertThat(paused.status()).isEqualTo(502);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(paused.json().path("code").asText()).isEqualTo("API-3003");
    }

    private String list() {
        return "/api/v1/" + resource();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private Reply read(String pathAndQuery) {
        return call("GET", pathAndQuery, ApiStand.READ_KEY, Map.of(), "");
    }

    /** What a read is answered once the provider's limit has room for it. */
    protected final Reply unthrottled(String pathAndQuery) {
        return await().atMost(PATIENCE).until(() -> read(pathAndQuery), reply -> reply.status() != 429);
    }

    /** A read that comes again until it is answered: a limit may be used up, a record on its way. */
    protected final Reply patiently(String pathAndQuery) {
        return await().atMost(PATIENCE).until(() -> read(pathAndQuery), reply -> reply.status() == 200);
    }

    private Reply other(String pathAndQuery) {
        return call("GET", pathAndQuery, ApiStand.OTHER_KEY, Map.of(), "");
    }

    /** Asks for a command. */
    protected final Reply send(Wanted wanted, String key, String idempotencyKey) {
        return send(wanted, key, Map.of("Idempotency-Key", idempotencyKey));
    }

    /** Asks for a command with those headers as well. */
    protected final Reply send(Wanted wanted, String key, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        if (!wanted.body().isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        return call(wanted.method(), wanted.path(), key, headers, wanted.body());
    }

    /** Asks with the key that may write. */
    protected final Reply write(Wanted wanted, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Idempotency-Key", key());
        return send(wanted, ApiStand.WRITE_KEY, all);
    }

    /** One call; its answer is held to the contract. */
    protected final Reply call(String method, String path, String key, Map<String, String> more, String body) {
        Map<String, String> headers = new HashMap<>(more);
        if (!key.isEmpty()) {
            headers.put("Authorization", "Bearer " + key);
        }
        Reply reply = api.send(method, path, headers, body);
        contract.check(reply);
        return reply;
    }

    /** The provider's sandbox, past the connector. */
    protected final ApiClient provider() {
        return provider;
    }

    private void fault(String fault) {
        Reply added = sandbox.send("POST", "/_sandbox/faults", Map.of(), "{" + fault.replace('\'', '"') + "}");
        assertThat(added.status()).as("%s", added).isEqualTo(201);
    }

    private void mendTheSandbox() {
        sandbox.send("DELETE", "/_sandbox/faults", Map.of(), "");
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private long commands() throws SQLException {
        try (Connection database = database();
                PreparedStatement count = database.prepareStatement(
                        "select (select count(*) from command) + (select count(*) from command_history)");
                ResultSet rows = count.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection database = database();
                PreparedStatement change = database.prepareStatement(sql)) {
            change.executeUpdate();
        }
    }

    private Connection database() throws SQLException {
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class), "connector", "secret");
    }
}
