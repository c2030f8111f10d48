package dev.interline.sdk.ingress;

import dev.interline.durable.GroupCommit;
import dev.interline.runtime.api.Problem;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import dev.interline.sdk.ingress.WebhookIngress.Outcome;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where providers send their webhooks. */
@Path("/webhooks/{connection}")
@Tag(name = "webhooks", description = "Where providers send what happened")
public class WebhookResource {

    /** The largest body accepted, in bytes. */
    static final int MAX_BODY = 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(WebhookResource.class);

    /** Zendesk comes again only if asked to within a minute. */
    private static final int RETRY_AFTER_SECONDS = 20;

    private final Connections connections;
    private final WebhookIngress ingress;
    private final RefusalStatus refusal;

    WebhookResource(Connections connections, WebhookIngress ingress, RefusalStatus refusal) {
        this.connections = connections;
        this.ingress = ingress;
        this.refusal = refusal;
    }

    @POST
    @NonBlocking
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "receiveWebhook",
            summary = "Receive a provider's webhook",
            description = "Answered 2xx only after the request is stored durably; a duplicate is answered 2xx too.")
    @APIResponse(responseCode = "200", description = "Stored, now or before")
    @APIResponse(responseCode = "404", description = "No such connection")
    @APIResponse(responseCode = "413", description = "Larger than 1 MiB")
    @APIResponse(responseCode = "415", description = "Not JSON by its content type")
    @APIResponse(responseCode = "503", description = "Cannot be stored now; come again after Retry-After seconds")
    public CompletionStage<Response> receive(
            @PathParam("connection") String connectionId, @Context HttpServerRequest http, byte @Nullable [] body) {
        byte[] bytes = body == null ? new byte[0] : body;
        Optional<Connection> known = connections.byId(connectionId);
        if (known.isEmpty()) {
            return answer(Problem.of(
                    404,
                    "INGRESS-1001",
                    "No such connection",
                    "There is no connection of this name here; the webhook URL ends with a connection id"));
        }
        if (bytes.length > MAX_BODY) {
            return answer(tooLarge());
        }
        Connection connection = known.get();
        WebhookRequest request = request(http, connection, bytes);
        if (!isJson(request)) {
            return wrongType(connection, request);
        }
        return ingress.take(connection, request)
                .thenApply(this::respond)
                .exceptionally(failed -> unavailable(connection, failed));
    }

    private Response respond(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Stored stored ->
                Response.ok(Map.of("events", stored.events(), "new", stored.fresh()))
                        .build();
            case Outcome.Refused refused ->
                Problem.of(
                                refusal.status(),
                                "INGRESS-2001",
                                "Not verified",
                                "The request is not signed with this connection's secret, or not within the last minutes;"
                                        + " it was put in quarantine")
                        .toResponse()
                        .build();
        };
    }

    private static Response unavailable(Connection connection, Throwable failed) {
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        boolean overloaded = cause instanceof GroupCommit.Overloaded;
        LOG.warn("webhook of {} cannot be stored now: {}", connection.id(), cause.toString());
        return Problem.of(
                        503,
                        overloaded ? "INGRESS-3002" : "INGRESS-3001",
                        overloaded ? "Too many requests wait" : "Cannot be stored now",
                        "Nothing was stored; send the same request again after the time in Retry-After")
                .toResponse()
                .header("Retry-After", overloaded ? 2 : RETRY_AFTER_SECONDS)
                .build();
    }

    private CompletionStage<Response> wrongType(Connection connection, WebhookRequest request) {
        return CompletableFuture.supplyAsync(() -> {
                    ingress.quarantine(connection, request, "CONTENT_TYPE");
                    return Problem.of(
                                    415,
                                    "INGRESS-1004",
                                    "Not JSON",
                                    "A webhook is sent with Content-Type: application/json; it was put in quarantine")
                            .toResponse()
                            .build();
                })
                .exceptionally(failed -> unavailable(connection, failed));
    }

    static Problem tooLarge() {
        return Problem.of(413, "INGRESS-1003", "Too large", "A webhook has at most " + MAX_BODY + " bytes");
    }

    private static CompletionStage<Response> answer(Problem problem) {
        return CompletableFuture.completedStage(problem.toResponse().build());
    }

    private static boolean isJson(WebhookRequest request) {
        return request.header("content-type")
                .map(type -> type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip())
                .map(type -> type.isEmpty() || type.equals("application/json") || type.endsWith("+json"))
                .orElse(true);
    }

    private static WebhookRequest request(HttpServerRequest http, Connection connection, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        http.headers()
                .forEach(header -> headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        String query = http.query();
        String url = query == null || query.isEmpty() ? connection.webhookUrl() : connection.webhookUrl() + "?" + query;
        return new WebhookRequest(http.method().name(), url, headers, body);
    }
}
