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
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;

/** What the tests of a running connector's system API stand on. Every answer is held to the connector's contract. */
public abstract class SystemApiSuite {

    static final Duration PATIENCE = Duration.ofSeconds(40);
    static final int MANY = 5;

    final Config config = ConfigProvider.getConfig();
    final WrittenContract contract = WrittenContract.load();
    final ApiClient api = new ApiClient("http://127.0.0.1:" + config.getValue("quarkus.http.test-port", Integer.class));
    private final ApiClient sandbox = new ApiClient(config.getValue(ApiStand.SANDBOX, String.class));
    /** The provider past the connector, by the connection whose account is meant. */
    private final Map<String, ApiClient> providers = ApiStand.connections().stream()
            .collect(
                    Collectors.toMap(id -> id, id -> new ApiClient(config.getValue(ApiStand.BASE + id, String.class))));

    final ApiClient provider = providerOf(ApiStand.OWN);

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

    /** Each command of the contract once, by its operation id; done in this order, each when those before it are. */
    protected abstract Map<String, Supplier<Wanted>> everyCommand();

    /**
     * A record at the provider, and what finds it in its list and what does not.
     *
     * @param finding a value for each filter of the list, with which the record is in it
     * @param missing a value for each filter of the list, with which it is not
     */
    public record Filed(String id, Map<String, String> finding, Map<String, String> missing) {
        public Filed {
            finding = Map.copyOf(finding);
            missing = Map.copyOf(missing);
        }
    }

    /** A record of each list of the contract, by the list's name. */
    protected abstract Map<String, Filed> everyRecord();

    /** The mapping that makes what the API tells of an account. */
    protected abstract String accountMapping();

    /** Makes an account's record at the provider; its path in the API. */
    protected abstract String makeAccount(ApiClient provider);

    /** Puts the credentials of the tenant's account into a request to the provider. */
    protected abstract Map<String, String> credentials(String token);

    final ApiClient providerOf(String connection) {
        return Objects.requireNonNull(providers.get(connection), connection);
    }

    private String connectionOf(ApiClient client) {
        return providers.entrySet().stream()
                .filter(entry -> entry.getValue() == client)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Calls the provider past the connector. */
    protected final JsonNode atProvider(ApiClient client, String method, String path, String type, String body) {
        Map<String, String> headers = new HashMap<>(credentials(ApiStand.TOKEN + connectionOf(client)));
        headers.put("Content-Type", type);
        Reply reply = client.send(method, path, headers, body);
        assertThat(reply.status()).as("%s", reply).isBetween(200, 299);
        return reply.json();
    }

    /** Somebody else does something at the provider; as the sandbox's control plane has it, below the account. */
    protected final JsonNode atProviderBySomebodyElse(String action, String body) {
        Reply reply =
                new ApiClient(config.getValue(ApiStand.OUTSIDER, String.class)).send("POST", action, Map.of(), body);
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        return reply.json();
    }

    @AfterEach
    void mendEverything() throws SQLException {
        sandbox.send("DELETE", "/_sandbox/faults", Map.of(), "");
        change("delete from connection_breaker");
        change("delete from connection_pause");
    }

    final String list() {
        return "/api/v1/" + resource();
    }

    static String key() {
        return UUID.randomUUID().toString();
    }

    final Reply read(String pathAndQuery) {
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

    final Reply other(String pathAndQuery) {
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

    final void fault(String fault) {
        Reply added = sandbox.send("POST", "/_sandbox/faults", Map.of(), "{" + fault.replace('\'', '"') + "}");
        assertThat(added.status()).as("%s", added).isEqualTo(201);
    }

    final void mendTheSandbox() {
        sandbox.send("DELETE", "/_sandbox/faults", Map.of(), "");
    }

    static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** How many commands were taken from callers. */
    final long commands() throws SQLException {
        try (Connection database = database();
                PreparedStatement count = database.prepareStatement(
                        "select (select count(*) from command where id like 'api%') + (select count(*) from command_history where id like 'api%')");
                ResultSet rows = count.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The mappings that made what was sent for a command, as the call ledger has them. */
    protected final List<String> mappingsOf(String command) {
        return texts("select mapping from provider_call where mapping is not null and command_id = ?", command);
    }

    /** A command's payload as it was stored. */
    protected final String stored(String command) {
        return String.join(
                "",
                texts(
                        "select payload from (select id, payload::text from command"
                                + " union all select id, payload::text from command_history) every where id = ?",
                        command));
    }

    private List<String> texts(String sql, String command) {
        List<String> texts = new ArrayList<>();
        try (Connection database = database();
                PreparedStatement query = database.prepareStatement(sql)) {
            query.setString(1, command);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return texts;
    }

    final void change(String sql) throws SQLException {
        try (Connection database = database();
                PreparedStatement change = database.prepareStatement(sql)) {
            change.executeUpdate();
        }
    }

    final Connection database() throws SQLException {
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class), "connector", "secret");
    }
}
