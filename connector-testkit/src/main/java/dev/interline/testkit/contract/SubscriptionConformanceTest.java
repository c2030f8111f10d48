package dev.interline.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sdk.Connection;
import dev.interline.testkit.contract.StandClient.Answer;
import dev.interline.testkit.network.TcpFaultProxy;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The conformance suite of a connector's webhook subscriptions: each way in which they can be wrong is found and mended at the
 * sandbox, others' are left alone, and heartbeats come through. Extend it as a {@code @QuarkusTest} with a
 * {@link ProviderStand}.
 */
public abstract class SubscriptionConformanceTest {

    /** Leads nowhere of ours. */
    protected static final String ELSEWHERE = "https://elsewhere.example/hooks";

    private static final AtomicInteger TENANT = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Config config = ConfigProvider.getConfig();
    private Connection connection;
    private StandClient provider;

    /** The network between the connector and its provider; the stand sets it. */
    @SuppressWarnings("NullAway.Init")
    public TcpFaultProxy network;

    /** A subscription as the provider shows it. */
    public record Seen(String id, String url, boolean enabled, Set<String> events) {
        public Seen {
            events = Set.copyOf(events);
        }
    }

    /** The contract of the same connector, which knows how its provider is called. */
    protected abstract ConnectorContractTest contract();

    /** All subscriptions of the account, oldest first. */
    protected abstract List<Seen> seen(StandClient account);

    /** Somebody disables it at the provider. */
    protected abstract void disable(StandClient account, Seen subscription);

    /** Somebody lets it lead elsewhere. */
    protected abstract void redirect(StandClient account, Seen subscription, String url);

    /** Somebody takes all events but one of those from it. */
    protected abstract void leaveOnly(StandClient account, Seen subscription, String event);

    /** Somebody deletes it. */
    protected abstract void delete(StandClient account, Seen subscription);

    /**
     * Somebody makes another one.
     *
     * @param marked as if a process of ours had made it and died before it kept the secret
     */
    protected abstract void make(StandClient account, String url, Set<String> events, boolean marked);

    /** Whether an account has any number of subscriptions; otherwise the app has one, and one secret. */
    protected boolean hasAnyNumber() {
        return true;
    }

    @BeforeEach
    void takeAConnection() {
        connection = ProviderStand.connection(config, hasAnyNumber() ? TENANT.getAndIncrement() : 0);
        provider = new StandClient(connection, contract().gateway().headers(connection));
    }

    @Test
    void aMissingOneIsFoundAndMadeAndWhatItSignsIsAccepted() throws SQLException {
        // Given
        seen(provider).forEach(one -> delete(provider, one));

        // When
        JsonNode found = act("check");
        JsonNode mended = act("repair");

        // Then
        assertThat(kinds(found)).containsExactly("MISSING");
        assertThat(kinds(mended)).isEmpty();
        assertThat(seen(provider)).singleElement().satisfies(one -> {
            assertThat(one.url()).isEqualTo(connection.webhookUrl());
            assertThat(one.enabled()).isTrue();
        });
        assertHeartbeat();
    }

    @Test
    void aHeartbeatIsKeptAndNothingFollowsFromIt() throws SQLException {
        // Given
        act("repair");
        long told = messages();

        // When
        assertHeartbeat();
        assertHeartbeat();

        // Then
        assertThat(count("select count(*) from provider_event where state = 'IGNORED' and reason like 'heartbeat %'"
                        + " and connection_id = ?"))
                .isGreaterThanOrEqualTo(2);
        assertThat(count("select count(*) from provider_event where state <> 'IGNORED' and connection_id = ?"))
                .isZero();
        assertThat(messages()).isEqualTo(told);
    }

    @Test
    void aDisabledOneIsFoundAndEnabled() {
        // Given
        disable(provider, mended());

        // Then
        assertFoundAndMended("DISABLED");
    }

    @Test
    void aRedirectedOneIsFoundAndLedBack() {
        // Given
        redirect(provider, mended(), ELSEWHERE);

        // Then
        assertFoundAndMended("REDIRECTED");
    }

    @Test
    void missingEventsAreFoundAndAdded() {
        // Given
        Seen whole = mended();
        leaveOnly(provider, whole, new TreeSet<>(whole.events()).first());

        // Then
        assertFoundAndMended("EVENTS_MISSING");
        assertThat(seen(provider)).singleElement().satisfies(one -> assertThat(one.events())
                .containsAll(whole.events()));
    }

    @Test
    void ofTwoTheNewerIsDeleted() {
        assumeThat(hasAnyNumber()).isTrue();
        // Given
        Seen first = mended();
        make(provider, connection.webhookUrl(), first.events(), false);

        // Then
        assertFoundAndMended("DUPLICATE");
        assertThat(seen(provider)).extracting(Seen::id).containsExactly(first.id());
    }

    @Test
    void othersSubscriptionsAreLeftAlone() {
        assumeThat(hasAnyNumber()).isTrue();
        // Given
        Seen ours = mended();
        make(provider, ELSEWHERE, Set.of(new TreeSet<>(ours.events()).first()), false);
        List<Seen> before = seen(provider);
        Seen others = before.stream()
                .filter(one -> !one.id().equals(ours.id()))
                .findFirst()
                .orElseThrow();
        disable(provider, others);
        disable(provider, ours);

        // When
        act("repair");

        // Then
        assertThat(seen(provider))
                .anySatisfy(
                        one -> assertThat(one).isEqualTo(new Seen(others.id(), others.url(), false, others.events())))
                .anySatisfy(one -> assertThat(one).isEqualTo(ours));
    }

    @Test
    void whatAProcessMadeThatDiedBeforeItKeptTheSecretIsPutRight() {
        assumeThat(hasAnyNumber()).isTrue();
        // Given
        Set<String> events = mended().events();
        seen(provider).forEach(one -> delete(provider, one));
        make(provider, connection.webhookUrl(), events, true);

        // When
        JsonNode found = act("check");
        JsonNode mended = act("repair");

        // Then
        assertThat(kinds(found)).contains("UNVERIFIABLE");
        assertThat(kinds(mended)).isEmpty();
        assertThat(seen(provider)).hasSize(1);
        assertHeartbeat();
    }

    @Test
    void aRepairWhoseAnswerIsLostIsSeenAndNotRepeated() {
        assumeThat(hasAnyNumber()).isTrue();
        // Given
        seen(provider).forEach(one -> delete(provider, one));
        provider.fault(config, "webhook", "\"method\":\"POST\",\"kind\":\"effect-then-reset\",\"times\":1");

        // When
        JsonNode lost = act("repair");
        JsonNode mended = act("repair");

        // Then
        assertThat(lost.path("failureCode").asText()).endsWith("-2002");
        assertThat(kinds(mended)).isEmpty();
        assertThat(seen(provider)).hasSize(1);
        assertHeartbeat();
    }

    @Test
    void whatIsInOrderIsNotTouched() {
        // Given
        Seen ours = mended();
        int repairs = get().path("repairs").size();

        // When
        JsonNode again = act("repair");

        // Then
        assertThat(kinds(again)).isEmpty();
        assertThat(again.path("repairs")).hasSize(repairs);
        assertThat(seen(provider)).containsExactly(ours);
    }

    private Seen mended() {
        assertThat(kinds(act("repair"))).isEmpty();
        return seen(provider).getFirst();
    }

    private void assertFoundAndMended(String kind) {
        JsonNode found = act("check");
        List<Seen> untouched = seen(provider);
        JsonNode mended = act("repair");
        assertThat(kinds(found)).containsExactly(kind);
        assertThat(kinds(mended)).isEmpty();
        assertThat(seen(provider)).isNotEqualTo(untouched).singleElement().satisfies(one -> {
            assertThat(one.url()).isEqualTo(connection.webhookUrl());
            assertThat(one.enabled()).isTrue();
        });
    }

    private void assertHeartbeat() {
        String before = get().path("heartbeat").path("throughAt").asText();
        ask("heartbeat");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode heartbeat = get().path("heartbeat");
            assertThat(heartbeat.path("failure").asText()).isEmpty();
            assertThat(heartbeat.path("throughAt").asText()).isNotEmpty().isNotEqualTo(before);
        });
    }

    private JsonNode act(String act) {
        ask(act);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get().hasNonNull("pending")).isFalse());
        return get();
    }

    private void ask(String act) {
        Answer answer = provider.admin(
                "POST", "/subscriptions/" + connection.id().value() + "/" + act, "{\"reason\":\"conformance\"}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    }

    private JsonNode get() {
        return provider.admin("GET", "/subscriptions/" + connection.id().value(), "")
                .body();
    }

    private static List<String> kinds(JsonNode subscription) {
        assertThat(subscription.path("failureDetail").asText()).isEmpty();
        return subscription.path("findings").findValuesAsText("kind").stream()
                .filter(kind -> !kind.equals("EVENTS_SURPLUS"))
                .toList();
    }

    private long messages() throws SQLException {
        return count(
                "select (select count(*) from outbox where envelope like '%' || p || '%')"
                        + " + (select count(*) from published_message where envelope like '%' || p || '%') from (select ?::text as p) x");
    }

    private long count(String sql) throws SQLException {
        try (var database = DriverManager.getConnection(
                        config.getValue("quarkus.datasource.jdbc.url", String.class), "connector", "secret");
                PreparedStatement query = database.prepareStatement(sql)) {
            query.setString(1, connection.id().value());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
