package dev.interline.durable.credential;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.credential.Credential.OAuth2Grant;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews access tokens, one process at a time for a connection: a refresh token may be good for one use only, and then the
 * second of two that use it loses the connection. The right to ask is a lease on the row, longer than any answer takes. The
 * version that was read is the fence: what comes back late is stored only if nobody has stored anything since. No
 * transaction is open while the provider is asked.
 */
public final class OAuth2Renewal {

    private static final Logger LOG = LoggerFactory.getLogger(OAuth2Renewal.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration REST_AFTER_NO_ANSWER = Duration.ofSeconds(5);

    private final Jdbi jdbi;
    private final CredentialStore store;

    /** What came of it. */
    public sealed interface Outcome {
        /** There is a newer token now, whoever has asked for it. */
        record Renewed(StoredCredential credential) implements Outcome {}

        /** Somebody is at it, or has had no answer a moment ago. */
        record UnderWay() implements Outcome {}

        /** The provider did not answer. */
        record Unavailable(String reason) implements Outcome {}

        /** Somebody has to authorize anew. */
        record Refused(String reason) implements Outcome {}

        /** There is no grant any more. */
        record Gone() implements Outcome {}
    }

    public OAuth2Renewal(Jdbi jdbi, CredentialStore store) {
        this.jdbi = jdbi;
        this.store = store;
    }

    /**
     * Sees to it that there is a newer token than that of the given version.
     *
     * @param seen the version of the grant whose access token is no good any more
     */
    public Outcome renew(ConnectionId connection, long seen, TokenEndpoint endpoint) {
        boolean mine = jdbi.inTransaction(handle -> store.claimRenewal(handle, connection, seen, LEASE));
        Optional<StoredCredential> found = current(connection);
        if (found.isEmpty()) {
            return new Outcome.Gone();
        }
        StoredCredential stored = found.get();
        if (!mine || stored.version() != seen) {
            return seen(stored, seen);
        }
        return switch (endpoint.refresh(connection, grant(stored))) {
            case TokenEndpoint.Answer.Issued issued -> store(stored, issued);
            case TokenEndpoint.Answer.Denied denied -> {
                LOG.warn(
                        "{} gets no more access tokens ({}); it has to be authorized anew",
                        connection,
                        denied.reason());
                jdbi.useTransaction(handle -> store.refused(handle, connection, seen, denied.reason()));
                yield current(connection).map(now -> seen(now, seen)).orElseGet(Outcome.Gone::new);
            }
            case TokenEndpoint.Answer.Unavailable away -> {
                jdbi.useTransaction(handle -> store.restRenewal(handle, connection, seen, REST_AFTER_NO_ANSWER));
                yield new Outcome.Unavailable(away.reason());
            }
        };
    }

    private Outcome store(StoredCredential old, TokenEndpoint.Answer.Issued issued) {
        OAuth2Grant grant = grant(old).renewed(issued.accessToken(), issued.refreshToken());
        boolean stored = jdbi.inTransaction(
                handle -> store.renewed(handle, old.connection(), old.version(), grant, issued.lifetime()));
        LOG.info("{} {}", old.connection(), stored ? "has a new access token" : "had a newer access token already");
        return current(old.connection()).map(now -> seen(now, old.version())).orElseGet(Outcome.Gone::new);
    }

    private static Outcome seen(StoredCredential stored, long seen) {
        if (stored.version() != seen) {
            return new Outcome.Renewed(stored);
        }
        String refused = stored.refusedReason();
        return refused == null ? new Outcome.UnderWay() : new Outcome.Refused(refused);
    }

    private Optional<StoredCredential> current(ConnectionId connection) {
        return jdbi.withHandle(handle -> store.find(handle, connection, CredentialKind.OAUTH2_GRANT));
    }

    private static OAuth2Grant grant(StoredCredential stored) {
        return (OAuth2Grant) stored.credential();
    }
}
