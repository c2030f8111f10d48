package dev.interline.runtime.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, for the caller: RFC 9457 problem details.
 *
 * @param type a stable address that explains the error code
 * @param code the error code
 * @param detail what is wrong with this request and what to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String code) {

    /** The media type of problem details. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPES = "https://interline.dev/errors/";

    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(TYPES + code, title, status, detail, code);
    }

    /** The answer to send. */
    public Response.ResponseBuilder toResponse() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }
}
