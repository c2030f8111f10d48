package dev.interline.durable.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.credential.Credential.ApiToken;
import dev.interline.durable.credential.Credential.OAuth2Grant;
import dev.interline.durable.credential.Credential.SigningSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class CredentialStoreTest {

    private static final ConnectionId ACME = new ConnectionId("acme-crm");
    private static final ConnectionId GLOBEX = new ConnectionId("globex-crm");
    private static final Map<String, String> BOTH = Map.of("k1", key(1), "k2", key(2));

    private final Jdbi jdbi = TestDatabase.create();
    private final CredentialStore store = new CredentialStore(new KeyRing(Map.of("k1", key(1)), "k1"));

    @Test
    void everyKindComesBackAsItWasStoredAndTheLastOneWins() {
        // Given
        List<Credential> credentials = List.of(
                new ApiToken("token-1"),
                new OAuth2Grant("client", "secret", "refresh", null),
                new SigningSecrets(List.of("new", "old")));

        // When
        put(ACME, new ApiToken("token-0"));
        credentials.forEach(credential -> put(ACME, credential));

        // Then
        assertThat(jdbi.withHandle(store::all))
                .extracting(StoredCredential::credential)
                .containsExactlyInAnyOrderElementsOf(credentials);
    }

    @Test
    void noSecretStandsInTheDatabaseNorInToString() {
        // When
        put(ACME, new OAuth2Grant("client-4711", "hunter2-secret", "hunter2-refresh", "hunter2-access"));

        // Then
        String row =
                TestDatabase.one(jdbi, "select c::text || encode(sealed, 'escape') from credential c", String.class);
        assertThat(row).contains("acme-crm").doesNotContain("hunter2", "client-4711");
        assertThat(jdbi.withHandle(store::all).toString()).doesNotContain("hunter2", "client-4711");
    }

    @Test
    void aSealedTextPutIntoAnotherRowDoesNotOpen() {
        // Given
        put(ACME, new ApiToken("token"));

        // When
        jdbi.useHandle(handle -> handle.execute("update credential set connection_id = 'globex-crm'"));

        // Then
        assertThatThrownBy(() -> jdbi.withHandle(store::all))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not open with key k1");
    }

    @Test
    void afterRekeyingTheOldKeyIsInUseNoMoreAndTheSecretsAreTheSame() {
        // Given
        put(ACME, new ApiToken("one"));
        put(ACME, new SigningSecrets(List.of("two")));
        put(GLOBEX, new ApiToken("three"));
        List<StoredCredential> before = jdbi.withHandle(store::all);
        CredentialStore second = new CredentialStore(new KeyRing(BOTH, "k2"));

        // When
        int first = jdbi.inTransaction(handle -> second.rekey(handle, 2));
        int rest = jdbi.inTransaction(handle -> second.rekey(handle, 2));

        // Then
        assertThat(List.of(first, rest)).containsExactly(2, 1);
        assertThat(jdbi.withHandle(CredentialStore::keysInUse)).isEqualTo(Map.of("k2", 3L));
        List<StoredCredential> after =
                jdbi.withHandle(new CredentialStore(new KeyRing(Map.of("k2", key(2)), "k2"))::all);
        assertThat(after)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("keyId")
                .isEqualTo(before);
    }

    @Test
    void aKeyInUseCannotBeDropped() {
        // Given
        put(ACME, new ApiToken("one"));
        KeyRing withoutK1 = new KeyRing(Map.of("k2", key(2)), "k2");

        // Then
        Set<String> inUse = jdbi.withHandle(CredentialStore::keysInUse).keySet();
        assertThatThrownBy(() -> withoutK1.requireAll(inUse))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[k1]");
    }

    @Test
    void anUnfitKeyIsRefusedWithoutBeingShown() {
        for (String unfit : List.of("", "no base64!", Base64.getEncoder().encodeToString(new byte[16]))) {
            assertThatThrownBy(() -> new KeyRing(Map.of("k1", unfit), "k1"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("interline.credentials.keys.k1 must be base64 of 32 random bytes")
                    .hasNoCause();
        }
        assertThatThrownBy(() -> new KeyRing(BOTH, "k3")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyRing(BOTH, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLatestUseOfASigningSecretCounts() {
        // Given
        Instant late = Instant.parse("2026-11-21T10:00:00Z");
        String fingerprint = SigningSecretUses.fingerprint(ACME, "whsec_1");

        // When
        jdbi.useHandle(handle -> {
            SigningSecretUses.note(handle, ACME, fingerprint, late);
            SigningSecretUses.note(handle, ACME, fingerprint, late.minusSeconds(60));
        });

        // Then
        Map<String, Instant> uses = jdbi.withHandle(handle -> SigningSecretUses.of(handle, ACME));
        assertThat(uses).isEqualTo(Map.of(fingerprint, late));
        assertThat(fingerprint).hasSize(12).isNotEqualTo(SigningSecretUses.fingerprint(GLOBEX, "whsec_1"));
    }

    private void put(ConnectionId connection, Credential credential) {
        jdbi.useTransaction(handle -> store.put(handle, connection, credential, "anna"));
    }

    static String key(int number) {
        return Base64.getEncoder()
                .encodeToString(
                        "0123456789abcdef0123456789abcde%d".formatted(number).getBytes(StandardCharsets.UTF_8));
    }
}
