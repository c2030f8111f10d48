package dev.interline.benchmarks.baseline;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body and answers 200: what HTTP alone costs. As Quarkus runs a method that answers at once, on a thread that may
 * wait; and on the event loop, which nothing that stores before it answers can do.
 */
@Path("/bare")
public class BareResource {

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response read(byte @Nullable [] body) {
        return answer(body);
    }

    @POST
    @Path("/on-event-loop")
    @NonBlocking
    @Consumes(MediaType.WILDCARD)
    public Response readOnEventLoop(byte @Nullable [] body) {
        return answer(body);
    }

    private static Response answer(byte @Nullable [] body) {
        return body == null
                ? Response.status(Response.Status.BAD_REQUEST).build()
                : Response.ok().build();
    }
}
