package dev.interline.sdk.credential;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.credential.SigningSecretUses;
import dev.interline.sdk.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/** Remembers when which webhook secret has verified last; written down every two seconds, not with each webhook. */
@ApplicationScoped
public class SigningSecretWatch {

    private final Jdbi jdbi;
    private final Map<Used, Instant> unwritten = new ConcurrentHashMap<>();

    /** Never shown: it holds the secret, whose fingerprint is made when it is written. */
    private record Used(ConnectionId connection, String secret) {
        @Override
        public String toString() {
            return "Used[" + connection + "]";
        }
    }

    SigningSecretWatch(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Notes that a request was verified with that secret of the connection. */
    public void verified(Connection connection, int secretIndex, Instant at) {
        unwritten.put(new Used(connection.id(), connection.signingSecrets().get(secretIndex)), at);
    }

    /** Writes down what is not yet; what cannot be written now is written next time. */
    void write() {
        Map<Used, Instant> noted = Map.copyOf(unwritten);
        if (noted.isEmpty()) {
            return;
        }
        jdbi.useTransaction(handle -> noted.forEach((used, at) -> SigningSecretUses.note(
                handle, used.connection(), SigningSecretUses.fingerprint(used.connection(), used.secret()), at)));
        noted.forEach(unwritten::remove);
    }
}
