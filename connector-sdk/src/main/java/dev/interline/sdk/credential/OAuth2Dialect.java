package dev.interline.sdk.credential;

/**
 * How a provider's token endpoint is spoken to; a connector has one if its provider knows OAuth2.
 *
 * @param path of the token endpoint, after the connection's API base
 * @param format how the request is written
 */
public record OAuth2Dialect(String path, Format format) {

    /** How a token request is written. */
    public enum Format {
        /** As RFC 6749 has it. */
        FORM,
        /** As JSON with the same member names. */
        JSON
    }
}
