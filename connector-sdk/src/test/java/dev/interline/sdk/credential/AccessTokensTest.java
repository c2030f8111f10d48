package dev.interline.sdk.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.interline.canonical.ConnectionId;
import dev.interline.durable.credential.Credential;
import dev.interline.durable.credential.Credential.ApiToken;
import dev.interline.durable.credential.Credential.OAuth2Grant;
import dev.interline.durable.credential.Credential.SigningSecrets;
import dev.interline.durable.credential.CredentialKind;
import dev.interline.durable.credential.CredentialStore;
import dev.interline.durable.credential.KeyRing;
import dev.interline.durable.credential.OAuth2Renewal;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.infrastructure.LocalPostgres;
import dev.interline.infrastructure.PostgresSettings;
import dev.interline.runtime.InterlineConfig;
import dev.interline.runtime.credential.SecretRule;
import dev.interline.runtime.credential.SecretRules;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class AccessTokensTest {

    private static final ConnectionId ACME = new ConnectionId("acme-crm");
    private static final String KEY =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    @TempDir
    static Path data;

    private static LocalPostgres postgres;
    private static Jdbi jdbi;

    private final CredentialStore store = new CredentialStore(new KeyRing(Map.of("k1", KEY), "k1"));
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer provider =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private volatile String lastRequest = "";
    private volatile int status = 200;
    private volatile String answer = "";

    AccessTokensTest() throws IOException {}

    @BeforeAll
    static void database() throws IOException {
        postgres = LocalPostgres.start(PostgresSettings.in(data));
        postgres.createDatabase("sdk", "sdk", "secret");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/sdk");
        source.setUser("sdk");
        source.setPassword("secret");
        Flyway.configure().dataSource(source).locations("db/durable").load().migrate();
        jdbi = Jdbi.create(source);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void provider() {
        jdbi.useHandle(handle -> handle.execute("delete from credential"));
        provider.createContext("/oauth/token", exchange -> {
            lastRequest = exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body = answer.replace("#", Integer.toString(asked.incrementAndGet()))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
        answer = "{\"access_token\":\"access-#\",\"refresh_token\":\"refresh-#\",\"expires_in\":1800}";
    }

    @AfterEach
    void stopProvider() {
        provider.stop(0);
    }

    @Test
    void aGrantWithoutAnAccessTokenGetsOneAndEveryReplicaSeesIt() {
        // Given
        put(new OAuth2Grant("client", "s&cret", "refresh-0", null));
        Replica one = new Replica();
        Replica other = new Replica();

        // When
        Connection usable = one.tokens.usable(one.connection(), "CRM");
        other.credentials.poll();

        // Then
        assertThat(usable.apiToken()).isEqualTo("access-1");
        assertThat(other.tokens.usable(other.connection(), "CRM").apiToken()).isEqualTo("access-1");
        assertThat(usable.apiUser()).isNull();
        assertThat(lastRequest)
                .isEqualTo("/oauth/token application/x-www-form-urlencoded grant_type=refresh_token&client_id=client"
                        + "&client_secret=s%26cret&refresh_token=refresh-0");
        assertThat(asked).hasValue(1);
    }

    @Test
    void anExpiredTokenIsRenewedByTheCallThatNeedsIt() {
        // Given
        Replica replica = withToken();
        Connection before = replica.connection();
        jdbi.useHandle(handle -> handle.execute("update credential set expires_at = now() - interval '1 s'"));
        replica.credentials.poll();

        // When
        Connection usable = replica.tokens.usable(before, "CRM");

        // Then
        assertThat(List.of(before.apiToken(), usable.apiToken())).containsExactly("access-1", "access-2");
    }

    @Test
    void aTokenNearItsEndIsRenewedBeforeAnyCallNeedsIt() {
        // Given
        Replica replica = withToken();
        jdbi.useHandle(handle -> handle.execute("update credential set renew_at = now() - interval '1 s'"));
        replica.credentials.poll();

        // When
        replica.tokens.renewDue();
        replica.tokens.renewDue();

        // Then
        assertThat(replica.connection().apiToken()).isEqualTo("access-2");
        assertThat(asked).hasValue(2);
    }

    @Test
    void aRefusedTokenIsRenewedOnceAndAFreshOneThatIsRefusedIsNot() {
        // Given
        Replica replica = withToken();
        jdbi.useHandle(handle -> handle.execute("update credential set renewed_at = now() - interval '10 min'"));
        Connection used = replica.connection();

        // When
        Optional<Failure> first = replica.tokens.afterRefusal(used, "CRM");
        Optional<Failure> lateLoser = replica.tokens.afterRefusal(used, "CRM");
        Optional<Failure> again = replica.tokens.afterRefusal(replica.connection(), "CRM");

        // Then
        assertThat(first).map(Failure::code).hasValue("CRM-2913");
        assertThat(lateLoser).map(Failure::kind).hasValue(FailureKind.THROTTLED);
        assertThat(again).isEmpty();
        assertThat(asked).hasValue(2);
    }

    @Test
    void aGrantThatIsRefusedIsNotAskedForAgainAndNothingSecretIsSaid() {
        // Given
        put(new OAuth2Grant("client", "hunter2", "refresh-0", null));
        Replica replica = new Replica();
        status = 400;
        answer = "{\"error\":\"invalid_grant\",\"error_description\":\"token refresh-0 of anna@acme.example is void\"}";

        // When
        Failure first = failure(replica);
        Failure second = failure(replica);

        // Then
        assertThat(first.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
        assertThat(first.code()).isEqualTo("CRM-2911");
        assertThat(first.detail()).contains("invalid_grant").doesNotContain("refresh-0", "anna", "hunter2");
        assertThat(second).isEqualTo(first);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aTokenEndpointInTroubleIsNoRefusal() {
        // Given
        put(new OAuth2Grant("client", "secret", "refresh-0", null));
        Replica replica = new Replica();

        for (Map.Entry<Integer, String> trouble : Map.of(
                        503, "<html>", 429, "{}", 400, "<html>", 200, "{\"access_token\":\"\"}")
                .entrySet()) {
            status = trouble.getKey();
            answer = trouble.getValue();
            jdbi.useHandle(handle -> handle.execute("update credential set renewing_until = '-infinity'"));

            // Then
            assertThat(failure(replica).code()).as("%s", trouble).isEqualTo("CRM-2912");
            assertThat(failure(replica).code()).as("at once after %s", trouble).isEqualTo("CRM-2910");
        }
    }

    @Test
    void whatIsStoredWinsOverTheConfigurationAsSoonAsItIsRead() {
        // Given
        Replica replica = new Replica();
        Connection configured = replica.connection();

        // When
        put(new ApiToken("stored-token"));
        put(new SigningSecrets(List.of("new", "old")));
        replica.credentials.poll();

        // Then
        assertThat(configured.apiToken()).isEqualTo("configured-token");
        assertThat(replica.connection().apiToken()).isEqualTo("stored-token");
        assertThat(replica.connection().signingSecrets()).containsExactly("new", "old");
    }

    @Test
    void theSecretThatHasVerifiedIsRememberedByItsFingerprint() {
        // Given
        SigningSecretWatch watch = new SigningSecretWatch(jdbi);

        // When
        watch.verified(new Replica().connection(), 0, Instant.parse("2026-11-21T10:00:00Z"));
        watch.write();
        watch.write();

        // Then
        String row = jdbi.withHandle(handle -> handle.select("select u::text from signing_secret_use u")
                .mapTo(String.class)
                .one());
        assertThat(row).contains("acme-crm").doesNotContain("configured-secret");
    }

    @Test
    void aTestSecretIsRefusedAtStartOutsideTheSandboxWithoutBeingSaid() {
        // Given
        SecretRule rule = (kind, secret) -> kind == CredentialKind.API_TOKEN && secret.startsWith("configured")
                ? Optional.of("it is for tests")
                : Optional.empty();

        // Then
        assertThatThrownBy(() -> new Replica(SecretRules.of(false, List.of(rule))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("acme-crm is not for production: it is for tests")
                .hasMessageNotContaining("configured-token");
        assertThat(new Replica(SecretRules.of(true, List.of(rule))).connection().apiToken())
                .isEqualTo("configured-token");
    }

    private static Failure failure(Replica replica) {
        return catchThrowableOfType(FailureException.class, () -> replica.tokens.usable(replica.connection(), "CRM"))
                .failure();
    }

    private Replica withToken() {
        put(new OAuth2Grant("client", "secret", "refresh-0", null));
        Replica replica = new Replica();
        replica.tokens.usable(replica.connection(), "CRM");
        return replica;
    }

    private void put(Credential credential) {
        jdbi.useTransaction(handle -> store.put(handle, ACME, credential, "anna"));
    }

    /** One process of a connector, as far as credentials go. */
    private final class Replica {
        private final Credentials credentials = new Credentials(jdbi, store);
        private final Connections connections;
        private final AccessTokens tokens;

        Replica() {
            this(SecretRules.of(true, List.of()));
        }

        Replica(SecretRules rules) {
            connections = new Connections(config(), credentials, rules);
            tokens = new AccessTokens(
                    connections,
                    credentials,
                    new OAuth2Renewal(jdbi, store),
                    new OAuth2Dialect("/oauth/token", OAuth2Dialect.Format.FORM),
                    Clock.systemUTC());
        }

        Connection connection() {
            return connections.byId("acme-crm").orElseThrow();
        }
    }

    private InterlineConfig config() {
        Map<String, String> keys = new HashMap<>();
        keys.put("tenant", "acme");
        keys.put("account", "4711");
        keys.put("signing-secrets", "configured-secret");
        keys.put("api-base", "http://127.0.0.1:" + provider.getAddress().getPort());
        keys.put("api-user", "anna");
        keys.put("api-token", "configured-token");
        keys.put("webhook-url", "https://interline.example/webhooks/acme-crm");
        Map<String, String> properties = new HashMap<>();
        properties.put("HOSTNAME", "test");
        keys.forEach((key, value) -> properties.put("interline.connections.acme-crm." + key, value));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(InterlineConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(InterlineConfig.class);
    }
}
