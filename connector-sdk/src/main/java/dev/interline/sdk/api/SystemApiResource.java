package dev.interline.sdk.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The door of the system API. What stands behind it is told by the contract, so nothing here is. */
@RequestScoped
@Path("/api/v1/{path: .*}")
public class SystemApiResource {

    private final SystemApi api;
    private final UriInfo uri;
    private final HttpHeaders headers;

    SystemApiResource(SystemApi api, @Context UriInfo uri, @Context HttpHeaders headers) {
        this.api = api;
        this.uri = uri;
        this.headers = headers;
    }

    @GET
    @Operation(hidden = true)
    public Response get() {
        return answer("GET", null);
    }

    @PUT
    @Operation(hidden = true)
    public Response put(byte @Nullable [] body) {
        return answer("PUT", body);
    }

    @POST
    @Operation(hidden = true)
    public Response post(byte @Nullable [] body) {
        return answer("POST", body);
    }

    @PATCH
    @Operation(hidden = true)
    public Response patch(byte @Nullable [] body) {
        return answer("PATCH", body);
    }

    @DELETE
    @Operation(hidden = true)
    public Response delete() {
        return answer("DELETE", null);
    }

    private Response answer(String method, byte @Nullable [] body) {
        Map<String, String> sent = new HashMap<>();
        headers.getRequestHeaders()
                .forEach((name, values) -> sent.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        ApiAnswer answer = api.answer(new ApiCall(
                method,
                "/" + uri.getPath().replaceFirst("^/+", ""),
                uri.getQueryParameters(),
                sent,
                body == null ? new byte[0] : body));
        Response.ResponseBuilder response = Response.status(answer.status());
        answer.headers().forEach(response::header);
        return answer.body().length == 0
                ? response.build()
                : response.entity(answer.body()).build();
    }
}
