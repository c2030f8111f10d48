package dev.interline.sdk.api;

import dev.interline.durable.failure.Failure;
import dev.interline.runtime.admin.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A request that is not carried out; its answer says what is wrong and what to do. */
final class ApiRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Where the provider did not say how long it will be away. */
    private static final Duration UNKNOWN_WAIT = Duration.ofSeconds(5);

    /** As long as a connection rests whose credentials were refused. */
    private static final Duration CREDENTIALS_REST = Duration.ofSeconds(30);

    private final transient ApiAnswer answer;

    private ApiRefusal(ApiProblem problem, Map<String, String> headers) {
        super(problem.code());
        this.answer = problem.toAnswer().with(headers);
    }

    ApiAnswer answer() {
        return answer;
    }

    private static ApiRefusal of(int status, String code, String title, String detail) {
        return new ApiRefusal(ApiProblem.of(status, code, title, detail, List.of()), Map.of());
    }

    static ApiRefusal unauthorized() {
        return new ApiRefusal(
                ApiProblem.of(
                        401,
                        "API-2401",
                        "No valid API key",
                        "Send 'Authorization: Bearer <key>' with a key that is configured here (interline.api-keys)",
                        List.of()),
                Map.of("WWW-Authenticate", "Bearer"));
    }

    static ApiRefusal forbidden(Scope needed) {
        return of(
                403,
                "API-2403",
                "Not allowed",
                "This needs a key with the scope '" + needed.token() + "' (interline.api-keys.*.scopes)");
    }

    static ApiRefusal parameters(List<ApiProblem.Place> places) {
        return new ApiRefusal(
                ApiProblem.of(
                        400,
                        "API-1001",
                        "Parameters cannot be used",
                        "A parameter or header is unknown, missing or malformed; 'errors' names each",
                        places),
                Map.of());
    }

    /** @param connections the tenant's, of which one is to be named */
    static ApiRefusal ambiguousConnection(List<String> connections) {
        return new ApiRefusal(
                ApiProblem.of(
                        400,
                        "API-1004",
                        "Which connection is meant?",
                        "The tenant has several connections to this system; name one in " + SystemApi.CONNECTION_HEADER,
                        connections.stream()
                                .map(id -> ApiProblem.Place.ofParameter(
                                        SystemApi.CONNECTION_HEADER, "may be '" + id + "'"))
                                .toList()),
                Map.of());
    }

    static ApiRefusal cursor() {
        return new ApiRefusal(
                ApiProblem.of(
                        400,
                        "API-1002",
                        "The cursor cannot be used",
                        "A cursor is taken from 'next' of the page before and sent with the same filters; begin again without",
                        List.of(ApiProblem.Place.ofParameter("cursor", "does not belong to this list"))),
                Map.of());
    }

    static ApiRefusal notJson() {
        return of(400, "API-1003", "Not JSON", "The body is not one JSON value, or it is nested too deeply");
    }

    static ApiRefusal body(List<ApiProblem.Place> places) {
        return new ApiRefusal(
                ApiProblem.of(
                        422,
                        "API-1422",
                        "The body does not fit",
                        "The body does not fit the contract (GET /api/v1/openapi.yaml); 'errors' names each place",
                        places),
                Map.of());
    }

    static ApiRefusal unknown(String detail) {
        return of(404, "API-1404", "Not found", detail);
    }

    static ApiRefusal method(Set<String> allowed) {
        return new ApiRefusal(
                ApiProblem.of(405, "API-1405", "Not this method", "The contract has no such operation here", List.of()),
                Map.of("Allow", String.join(", ", new TreeSet<>(allowed))));
    }

    static ApiRefusal mediaType() {
        return of(415, "API-1415", "Not JSON by its content type", "Send the body as application/json");
    }

    static ApiRefusal tooLarge(int most) {
        return of(413, "API-1413", "Too large", "A request has at most " + most + " bytes");
    }

    static ApiRefusal precondition() {
        return of(
                412,
                "API-1412",
                "The record is not as expected",
                "If-Match or If-None-Match does not fit the record as the provider has it now; read it again");
    }

    static ApiRefusal keyUnderWay() {
        return new ApiRefusal(
                ApiProblem.of(
                        409,
                        "API-1409",
                        "Under way",
                        "A request with this Idempotency-Key is being carried out at this moment; send it again",
                        List.of()),
                Map.of("Retry-After", "1"));
    }

    static ApiRefusal keyTaken() {
        return of(
                422,
                "API-1423",
                "Idempotency-Key was used before",
                "Another request was made with this Idempotency-Key; nothing was done. A new request needs a new key");
    }

    static ApiRefusal databaseAway() {
        return new ApiRefusal(
                ApiProblem.of(
                        503,
                        "API-3001",
                        "Not available now",
                        "The database does not answer; nothing was done",
                        List.of()),
                Map.of("Retry-After", "5"));
    }

    static ApiRefusal breakerOpen(Duration wait) {
        return new ApiRefusal(
                ApiProblem.of(
                        503,
                        "API-3002",
                        "The provider does not answer",
                        "The provider has not answered for a while and is left alone until it does",
                        List.of()),
                retryAfter(wait));
    }

    static ApiRefusal connectionRests(Duration wait) {
        return new ApiRefusal(
                ApiProblem.of(
                        502,
                        "API-3003",
                        "The connection rests",
                        "The provider does not accept the connection's credentials; somebody must renew them",
                        List.of()),
                retryAfter(wait));
    }

    static ApiRefusal defect() {
        return of(500, "API-9001", "Defect", "Unexpected failure; nothing was done. The log says more");
    }

    /** What the provider's refusal of a read, or its silence, means for whoever waits for the record. */
    static ApiRefusal of(Failure failure) {
        Duration asked = failure.retryAfter();
        return switch (failure.kind()) {
            case THROTTLED ->
                provider(429, "The provider's limit is used up", failure, asked == null ? UNKNOWN_WAIT : asked);
            case UNAVAILABLE, AMBIGUOUS, CONFLICT ->
                provider(503, "The provider does not answer", failure, asked == null ? UNKNOWN_WAIT : asked);
            case UNAUTHORIZED ->
                provider(502, "The provider does not accept our credentials", failure, CREDENTIALS_REST);
            case REJECTED -> of(502, failure.code(), "The provider refuses", failure.detail());
            case UNMAPPABLE -> of(502, failure.code(), "The provider's answer cannot be read", failure.detail());
            case DEFECT -> of(500, failure.code(), "Defect", failure.detail());
        };
    }

    private static ApiRefusal provider(int status, String title, Failure failure, Duration wait) {
        return new ApiRefusal(
                ApiProblem.of(status, failure.code(), title, failure.detail(), List.of()), retryAfter(wait));
    }

    /** Whole seconds, at least one. */
    private static Map<String, String> retryAfter(Duration wait) {
        return Map.of("Retry-After", Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000)));
    }
}
