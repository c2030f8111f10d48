package dev.interline.benchmarks.baseline;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Reads the body and answers 200: what HTTP alone costs. */
@Path("/bare")
public class BareResource {

    @POST
    @NonBlocking
    @Consumes(MediaType.WILDCARD)
    public Response read(byte @Nullable [] body) {
        return body == null
                ? Response.status(Response.Status.BAD_REQUEST).build()
                : Response.ok().build();
    }
}
