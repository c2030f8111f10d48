package dev.interline.runtime.admin;

import dev.interline.durable.failure.DatabaseFailures;
import dev.interline.durable.replay.ReplayRefused;
import dev.interline.durable.sync.SyncRefused;
import dev.interline.runtime.api.Problem;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures of admin requests as problem details. */
public class AdminProblems {

    private static final Logger LOG = LoggerFactory.getLogger(AdminProblems.class);

    @ServerExceptionMapper
    public Response failure(AdminFailure failed) {
        Response.ResponseBuilder response = failed.problem().toResponse();
        if (failed.problem().status() == 401) {
            response.header("WWW-Authenticate", "Bearer");
        }
        return response.build();
    }

    @ServerExceptionMapper
    public Response refused(ReplayRefused refused) {
        return failure(AdminFailure.of(refused));
    }

    @ServerExceptionMapper
    public Response refused(SyncRefused refused) {
        return failure(AdminFailure.of(refused));
    }

    @ServerExceptionMapper
    public Response noSuchPath(NotFoundException unknown) {
        return failure(AdminFailure.unknown("There is no such path here; see /observe/openapi on the management port"));
    }

    @ServerExceptionMapper
    public Response unexpected(RuntimeException failed) {
        if (DatabaseFailures.isTransient(failed)) {
            LOG.warn("an admin request meets a database that does not answer: {}", failed.toString());
            return Problem.of(
                            503, "ADMIN-3001", "Not available now", "The database does not answer; nothing was changed")
                    .toResponse()
                    .header("Retry-After", 5)
                    .build();
        }
        LOG.error("an admin request met a defect", failed);
        return Problem.of(500, "ADMIN-9001", "Defect", "Unexpected failure; nothing was changed. The log says more")
                .toResponse()
                .build();
    }
}
