package dev.interline.sdk.credential;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.credential.OAuth2Renewal;
import dev.interline.durable.credential.OAuth2Renewal.Outcome;
import dev.interline.durable.credential.StoredCredential;
import dev.interline.durable.credential.TokenEndpoint;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that calls carry an access token that is good: renewed ahead of its end by {@link CredentialKeeper}, at the
 * latest by the call that needs it, and once when the provider refuses it early.
 */
@ApplicationScoped
public class AccessTokens implements TokenSource {

    /** A token that is younger and refused is refused for another reason than its age. */
    private static final Duration YOUNG = Duration.ofSeconds(60);

    private static final Duration WAIT_FOR_OTHERS = Duration.ofSeconds(1);

    private final Connections connections;
    private final Credentials credentials;
    private final OAuth2Renewal renewal;
    private final @Nullable OAuth2Dialect dialect;
    private final Clock clock;
    private final Map<String, TokenEndpoint> endpoints = new ConcurrentHashMap<>();

    @Inject
    AccessTokens(
            Connections connections,
            Credentials credentials,
            OAuth2Renewal renewal,
            Instance<OAuth2Dialect> dialect,
            Clock clock) {
        this(connections, credentials, renewal, dialect.isUnsatisfied() ? null : dialect.get(), clock);
    }

    AccessTokens(
            Connections connections,
            Credentials credentials,
            OAuth2Renewal renewal,
            @Nullable OAuth2Dialect dialect,
            Clock clock) {
        this.connections = connections;
        this.credentials = credentials;
        this.renewal = renewal;
        this.dialect = dialect;
        this.clock = clock;
    }

    @Override
    public Connection usable(Connection connection, String prefix) {
        Optional<StoredCredential> grant = credentials.snapshot().grant(connection.id());
        if (grant.isEmpty()) {
            if (connection.apiToken().isEmpty()) {
                throw new FailureException(unauthorized(
                        prefix, "-2914", "connection " + connection.id() + " has neither an API token nor a grant"));
            }
            return connection;
        }
        Connection now = current(connection);
        if (!now.apiToken().isEmpty() && !hasExpired(grant.get())) {
            return now;
        }
        Failure failure = renew(connection, grant.get(), prefix);
        if (failure != null) {
            throw new FailureException(failure);
        }
        return current(connection);
    }

    @Override
    public Optional<Failure> afterRefusal(Connection used, String prefix) {
        Optional<StoredCredential> found = credentials.reload().grant(used.id());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        StoredCredential grant = found.get();
        if (used.apiToken().equals(current(used).apiToken())) {
            Instant renewedAt = grant.renewedAt();
            if (renewedAt != null && renewedAt.plus(YOUNG).isAfter(clock.instant())) {
                return Optional.empty();
            }
            Failure failure = renew(used, grant, prefix);
            if (failure != null) {
                return Optional.of(failure);
            }
        }
        return Optional.of(new Failure(
                FailureKind.THROTTLED,
                prefix + "-2913",
                "the access token was refused; there is a new one, and the command goes again with it",
                Duration.ZERO));
    }

    /** Renews the tokens that are near their end; whoever else does so at the same time does it instead. */
    void renewDue() {
        for (StoredCredential grant : credentials.snapshot().all()) {
            Instant due = grant.renewAt();
            if (due != null && grant.refusedReason() == null && !due.isAfter(clock.instant())) {
                connections.byId(grant.connection().value()).ifPresent(connection -> renew(connection, grant, ""));
            }
        }
    }

    private @Nullable Failure renew(Connection connection, StoredCredential grant, String prefix) {
        OAuth2Dialect spoken = dialect;
        if (spoken == null) {
            return unauthorized(prefix, "-2911", "this connector's provider has no OAuth2; set an API token");
        }
        ConnectionId id = connection.id();
        TokenEndpoint endpoint =
                endpoints.computeIfAbsent(connection.apiBase(), base -> new HttpTokenEndpoint(base, spoken));
        Outcome outcome = renewal.renew(id, grant.version(), endpoint);
        credentials.reload();
        return switch (outcome) {
            case Outcome.Renewed renewed -> null;
            case Outcome.UnderWay underWay ->
                new Failure(
                        FailureKind.THROTTLED,
                        prefix + "-2910",
                        "another process is getting an access token for " + id,
                        WAIT_FOR_OTHERS);
            case Outcome.Unavailable away ->
                Failure.of(
                        FailureKind.UNAVAILABLE,
                        prefix + "-2912",
                        "the token endpoint gave no token for " + id + ": " + away.reason());
            case Outcome.Refused refused ->
                unauthorized(
                        prefix,
                        "-2911",
                        "the provider gives no more access tokens for " + id + " (" + refused.reason()
                                + "); it has to be authorized anew");
            case Outcome.Gone gone ->
                new Failure(
                        FailureKind.THROTTLED,
                        prefix + "-2910",
                        "the grant of " + id + " was replaced a moment ago",
                        WAIT_FOR_OTHERS);
        };
    }

    private boolean hasExpired(StoredCredential grant) {
        Instant end = grant.expiresAt();
        return end != null && !end.isAfter(clock.instant());
    }

    private Connection current(Connection connection) {
        return connections.byId(connection.id().value()).orElse(connection);
    }

    private static Failure unauthorized(String prefix, String number, String detail) {
        return Failure.of(FailureKind.UNAUTHORIZED, prefix + number, detail);
    }
}
