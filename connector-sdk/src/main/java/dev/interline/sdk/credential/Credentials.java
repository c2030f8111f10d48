package dev.interline.sdk.credential;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.credential.Credential.ApiToken;
import dev.interline.durable.credential.Credential.OAuth2Grant;
import dev.interline.durable.credential.Credential.SigningSecrets;
import dev.interline.durable.credential.CredentialKind;
import dev.interline.durable.credential.CredentialStore;
import dev.interline.durable.credential.StoredCredential;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials in the database, as they were a moment ago. {@link CredentialKeeper} reads them anew every two seconds, so
 * every replica sees a change without a restart; while the database does not answer, those read last go on.
 */
@ApplicationScoped
public class Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);

    private final Jdbi jdbi;
    private final CredentialStore store;
    private volatile @Nullable Snapshot snapshot;
    private volatile boolean failing;

    private record Ref(ConnectionId connection, CredentialKind kind) {}

    Credentials(Jdbi jdbi, CredentialStore store) {
        this.jdbi = jdbi;
        this.store = store;
    }

    /** All stored credentials at one moment; the same object as long as nothing changes. */
    public static final class Snapshot {

        private final List<StoredCredential> all;
        private final Map<Ref, StoredCredential> byRef = new HashMap<>();

        Snapshot(List<StoredCredential> all) {
            this.all = List.copyOf(all);
            all.forEach(stored ->
                    byRef.put(new Ref(stored.connection(), stored.credential().kind()), stored));
        }

        List<StoredCredential> all() {
            return all;
        }

        /** The OAuth2 grant of the connection. */
        public Optional<StoredCredential> grant(ConnectionId connection) {
            return find(connection, CredentialKind.OAUTH2_GRANT);
        }

        /** What calls carry: the access token of the grant, else the API token. Empty text before the first access token. */
        public Optional<String> token(ConnectionId connection) {
            Optional<String> access = grant(connection)
                    .map(stored -> Objects.requireNonNullElse(((OAuth2Grant) stored.credential()).accessToken(), ""));
            return access.isPresent()
                    ? access
                    : find(connection, CredentialKind.API_TOKEN)
                            .map(stored -> ((ApiToken) stored.credential()).token());
        }

        /** The live webhook secrets, newest first. */
        public Optional<List<String>> signingSecrets(ConnectionId connection) {
            return find(connection, CredentialKind.SIGNING_SECRETS)
                    .map(stored -> ((SigningSecrets) stored.credential()).secrets());
        }

        private Optional<StoredCredential> find(ConnectionId connection, CredentialKind kind) {
            return Optional.ofNullable(byRef.get(new Ref(connection, kind)));
        }
    }

    /** As they were read last. */
    public Snapshot snapshot() {
        Snapshot known = snapshot;
        return known == null ? reload() : known;
    }

    /** Reads them now; what is unchanged stays the same object. */
    public synchronized Snapshot reload() {
        List<StoredCredential> now = jdbi.withHandle(store::all);
        Snapshot known = snapshot;
        if (known != null && known.all().equals(now)) {
            return known;
        }
        Snapshot fresh = new Snapshot(now);
        snapshot = fresh;
        return fresh;
    }

    /** Reads them now if that is possible. */
    void poll() {
        try {
            reload();
            failing = false;
        } catch (RuntimeException unreadable) {
            if (!failing) {
                LOG.warn("credentials cannot be read, those read last go on: {}", unreadable.toString());
            }
            failing = true;
        }
    }
}
