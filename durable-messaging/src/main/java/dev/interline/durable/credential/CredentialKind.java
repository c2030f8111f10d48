package dev.interline.durable.credential;

/** What a connection has to prove who it is, and who its provider is. */
public enum CredentialKind {
    /** A token that is sent with every call and does not change by itself. */
    API_TOKEN,
    /** An OAuth2 client with a refresh token, from which access tokens come. */
    OAUTH2_GRANT,
    /** What the provider signs its webhooks with. */
    SIGNING_SECRETS
}
