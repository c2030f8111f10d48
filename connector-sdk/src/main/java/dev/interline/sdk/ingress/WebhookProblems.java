package dev.interline.sdk.ingress;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.runtime.api.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers what never reaches the resource, too large or not POST, in the same form as everything else. */
@ApplicationScoped
public class WebhookProblems {

    private static final int BEFORE_THE_BODY_IS_READ = 10_000;

    void register(@Observes Filters filters) {
        filters.register(WebhookProblems::check, BEFORE_THE_BODY_IS_READ);
    }

    private static void check(RoutingContext request) {
        if (!request.normalizedPath().startsWith("/webhooks/")) {
            request.next();
            return;
        }
        if (!request.request().method().equals(HttpMethod.POST)) {
            request.response().putHeader(HttpHeaders.ALLOW, "POST");
            end(request, Problem.of(405, "INGRESS-1002", "Not POST", "A webhook is sent with POST"));
        } else if (contentLength(request) > WebhookResource.MAX_BODY) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            end(request, WebhookResource.tooLarge());
        } else {
            request.next();
        }
    }

    private static long contentLength(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }

    private static void end(RoutingContext request, Problem problem) {
        try {
            request.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(CanonicalJson.mapper().writeValueAsString(problem));
        } catch (JsonProcessingException impossible) {
            request.fail(impossible);
        }
    }
}
