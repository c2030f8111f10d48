package dev.interline.sdk.credential;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.Connection;
import java.util.Optional;

/** Where the token of a call comes from. */
public interface TokenSource {

    /**
     * The connection with a token that has not expired.
     *
     * @param prefix of the connector's error codes
     * @throws FailureException if there is none: THROTTLED while another process gets it, UNAVAILABLE if the provider does
     *     not answer, UNAUTHORIZED if somebody has to authorize anew
     */
    Connection usable(Connection connection, String prefix);

    /**
     * What a refusal with status 401 means: empty if it means what it says, else that the command may go again with the
     * token that is there now, or why there is none.
     *
     * @param used the connection with the token that was refused
     */
    Optional<Failure> afterRefusal(Connection used, String prefix);

    /** The tokens of the configuration, which nobody renews. */
    static TokenSource asConfigured() {
        return new TokenSource() {
            @Override
            public Connection usable(Connection connection, String prefix) {
                return connection;
            }

            @Override
            public Optional<Failure> afterRefusal(Connection used, String prefix) {
                return Optional.empty();
            }
        };
    }
}
