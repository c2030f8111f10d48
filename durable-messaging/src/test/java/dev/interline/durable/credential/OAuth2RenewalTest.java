package dev.interline.durable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.credential.Credential.OAuth2Grant;
import dev.interline.durable.credential.OAuth2Renewal.Outcome;
import dev.interline.durable.credential.TokenEndpoint.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class OAuth2RenewalTest {

    private static final ConnectionId ACME = new ConnectionId("acme-crm");

    private final Jdbi jdbi = TestDatabase.create();
    private final CredentialStore store =
            new CredentialStore(new KeyRing(Map.of("k1", CredentialStoreTest.key(1)), "k1"));
    private final OAuth2Renewal renewal = new OAuth2Renewal(jdbi, store);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void ofManyReplicasThatWantANewTokenOneAloneAsks() throws Exception {
        // Given
        long seen = authorize();
        TokenEndpoint rotating = rotating();

        // When
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService replicas = Executors.newFixedThreadPool(8)) {
            List<Future<Outcome>> all = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                OAuth2Renewal replica = new OAuth2Renewal(jdbi, store);
                all.add(replicas.submit(() -> replica.renew(ACME, seen, rotating)));
            }
            for (Future<Outcome> one : all) {
                outcomes.add(one.get());
            }
        }

        // Then
        assertThat(asked).hasValue(1);
        assertThat(outcomes).hasOnlyElementsOfTypes(Outcome.Renewed.class, Outcome.UnderWay.class);
        assertThat(grant()).isEqualTo(new OAuth2Grant("client", "secret", "refresh-1", "access-1"));
    }

    @Test
    void theOldRefreshTokenStaysWhenTheProviderGivesNoNewOne() {
        // When
        Outcome outcome = renewal.renew(
                ACME, authorize(), (connection, grant) -> new Answer.Issued("access-1", null, Duration.ofMinutes(30)));

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Renewed.class);
        assertThat(grant()).isEqualTo(new OAuth2Grant("client", "secret", "refresh-0", "access-1"));
        StoredCredential stored = stored();
        assertThat(Duration.between(stored.renewAt(), stored.expiresAt())).isEqualTo(Duration.ofMinutes(2));
        assertThat(stored.expiresAt()).isAfter(Instant.now().plus(Duration.ofMinutes(25)));
    }

    @Test
    void aRefusedGrantIsNotAskedForAgainUntilSomebodyAuthorizesAnew() {
        // Given
        long seen = authorize();
        TokenEndpoint denying = (connection, grant) -> {
            asked.incrementAndGet();
            return new Answer.Denied("invalid_grant");
        };

        // When
        List<Outcome> outcomes = List.of(renewal.renew(ACME, seen, denying), renewal.renew(ACME, seen, denying));

        // Then
        assertThat(outcomes).containsOnly(new Outcome.Refused("invalid_grant"));
        assertThat(asked).hasValue(1);
        assertThat(renewal.renew(ACME, authorize(), rotating())).isInstanceOf(Outcome.Renewed.class);
    }

    @Test
    void anEndpointThatDoesNotAnswerIsLeftAloneForAWhile() {
        // Given
        long seen = authorize();
        TokenEndpoint away = (connection, grant) -> {
            asked.incrementAndGet();
            return new Answer.Unavailable("503");
        };

        // When
        List<Outcome> outcomes = List.of(renewal.renew(ACME, seen, away), renewal.renew(ACME, seen, away));

        // Then
        assertThat(outcomes).containsExactly(new Outcome.Unavailable("503"), new Outcome.UnderWay());
        assertThat(asked).hasValue(1);
    }

    @Test
    void anAnswerThatComesAfterSomebodyAuthorizedAnewIsDropped() {
        // When
        Outcome outcome = renewal.renew(ACME, authorize(), (connection, grant) -> {
            jdbi.useTransaction(handle ->
                    store.put(handle, ACME, new OAuth2Grant("client", "secret", "refresh-new", "access-new"), "anna"));
            return new Answer.Issued("access-late", "refresh-late", null);
        });

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Renewed.class);
        assertThat(grant()).isEqualTo(new OAuth2Grant("client", "secret", "refresh-new", "access-new"));
    }

    @Test
    void aProcessThatDiedWhileItAskedHoldsNobodyUpForEver() {
        // Given
        long seen = authorize();
        jdbi.useTransaction(handle -> store.claimRenewal(handle, ACME, seen, Duration.ofSeconds(30)));

        // When
        Outcome before = renewal.renew(ACME, seen, rotating());
        jdbi.useHandle(
                handle -> handle.execute("update credential set renewing_until = renewing_until - interval '31 s'"));
        Outcome after = renewal.renew(ACME, seen, rotating());

        // Then
        assertThat(before).isEqualTo(new Outcome.UnderWay());
        assertThat(after).isInstanceOf(Outcome.Renewed.class);
    }

    private TokenEndpoint rotating() {
        return (connection, grant) -> {
            int number = asked.incrementAndGet();
            return new Answer.Issued("access-" + number, "refresh-" + number, Duration.ofMinutes(30));
        };
    }

    /** The version of the new grant. */
    private long authorize() {
        jdbi.useTransaction(handle ->
                store.put(handle, ACME, new OAuth2Grant("client", "secret", "refresh-0", "access-0"), "anna"));
        return stored().version();
    }

    private StoredCredential stored() {
        return jdbi.withHandle(handle -> store.find(handle, ACME, CredentialKind.OAUTH2_GRANT))
                .orElseThrow();
    }

    private Credential grant() {
        return stored().credential();
    }
}
