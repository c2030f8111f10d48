package dev.interline.sandbox.oauth;

/** What came of a request for a new access token. */
public sealed interface Refreshed {

    /**
     * New tokens.
     *
     * @param grant the id of the grant, no secret
     * @param account whom the app acts for
     * @param refreshToken the next refresh token; the same one where it does not rotate
     * @param lifetimeSeconds how long the access token lasts
     */
    record Issued(String grant, String account, String accessToken, String refreshToken, int lifetimeSeconds)
            implements Refreshed {
        @Override
        public String toString() {
            return "Issued[" + grant + "]";
        }
    }

    /** No tokens. */
    record Refused(Reason reason) implements Refreshed {}

    /** Why there are none. */
    enum Reason {
        /** Another grant type than {@code refresh_token}, or none. */
        GRANT_TYPE,
        /** No such client, or another secret than the client's. */
        CLIENT,
        /** Not known, used up, revoked, or another client's. */
        REFRESH_TOKEN
    }
}
