package dev.interline.sdk.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.Ids;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.ClaimedCommand;
import dev.interline.durable.lane.CommandAttempt;
import dev.interline.durable.lane.IntendedCall;
import dev.interline.durable.lane.Rehearsed;
import dev.interline.durable.lane.UnresolvedOutcome;
import dev.interline.sdk.Connection;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.credential.TokenSource;
import dev.interline.sdk.provider.OperationDescriptor.Idempotency;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call: refuses what could be done twice, records the intent, sends through camel-http, and says of the answer,
 * or of its absence, what it means.
 */
final class ProviderCall extends DefaultProducer {

    private static final int MAX_ANSWER = 8 * 1024 * 1024;

    private final ProviderGateway gateway;
    private final OperationDescriptor operation;
    private final List<String> tolerate;
    private final ProviderHttp http;
    private final ProviderQuota quota;
    private final TokenSource tokens;
    private final MeterRegistry metrics;

    ProviderCall(
            ProviderEndpoint endpoint,
            ProviderGateway gateway,
            OperationDescriptor operation,
            List<String> tolerate,
            ProviderHttp http,
            ProviderQuota quota,
            TokenSource tokens,
            MeterRegistry metrics) {
        super(endpoint);
        this.gateway = gateway;
        this.operation = operation;
        this.tolerate = tolerate;
        this.http = http;
        this.quota = quota;
        this.tokens = tokens;
        this.metrics = metrics;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        ProviderRequest request = exchange.getMessage().getMandatoryBody(ProviderRequest.class);
        ProviderReads.Reading reading = exchange.getProperty(ProviderReads.PROPERTY, ProviderReads.Reading.class);
        if (reading != null) {
            conclude(exchange, reading.connection(), look(reading, request));
            return;
        }
        ProviderUpkeep.Calling calling = exchange.getProperty(ProviderUpkeep.PROPERTY, ProviderUpkeep.Calling.class);
        if (calling != null) {
            conclude(exchange, calling.connection(), keepUp(calling, request));
            return;
        }
        CommandDelivery delivery = CommandDelivery.of(exchange);
        CommandAttempt attempt = delivery.attempt();
        Connection connection = tokens.usable(delivery.connection(), gateway.codePrefix());
        Map<String, String> headers = new HashMap<>(gateway.headers(operation, connection));
        UUID call = null;
        if (operation.hasEffect()) {
            if (attempt.isDryRun()) {
                throw new Rehearsed(intended(delivery, request, headers));
            }
            requireSafe(attempt);
        }
        Counting counting = page -> quota.count(delivery.connection(), attempt, operation, page);
        ProviderQuota.Counted counted = counting.of(request);
        if (operation.hasEffect()) {
            String key = idempotencyKey(attempt.command(), request);
            if (operation.idempotency() instanceof Idempotency.NativeKey native_) {
                headers.put(native_.header(), key);
            }
            call = attempt.begin(operation.name(), classOf(operation), key, hash(request), request.mapping());
        } else {
            attempt.looked(operation.name());
        }
        Answered answered = whole(counting, request, headers, timed(counted, request, headers));
        if (call != null) {
            attempt.answered(call, answered.outcome(), answered.status());
        }
        conclude(exchange, connection, answered);
    }

    /** A call on behalf of somebody who waits for the answer: it belongs to no command, so it may change nothing. */
    private Answered look(ProviderReads.Reading reading, ProviderRequest request) throws Exception {
        if (operation.hasEffect()) {
            throw new IllegalStateException(
                    operation.name() + " may change something; only a command from its lane can call it");
        }
        Connection connection = tokens.usable(reading.connection(), gateway.codePrefix());
        return all(
                page -> quota.count(connection, reading.priority(), operation, page),
                request,
                gateway.headers(operation, connection));
    }

    /** A call that follows from comparing what shall be with what is; only what is safe without a command may be called so. */
    private Answered keepUp(ProviderUpkeep.Calling calling, ProviderRequest request) throws Exception {
        Connection connection = tokens.usable(calling.connection(), gateway.codePrefix());
        Map<String, String> headers = new HashMap<>(gateway.headers(operation, connection));
        switch (operation.idempotency()) {
            case Idempotency.Read read -> {}
            case Idempotency.UpsertKey upsert -> {}
            case Idempotency.NativeKey native_ -> {
                if (calling.key().isEmpty()) {
                    throw new IllegalStateException(operation.name() + " is called without its key");
                }
                headers.put(native_.header(), calling.key());
            }
            case Idempotency.LookupFirst lookup -> {
                if (!calling.looked().contains(String.valueOf(operation.lookup()))) {
                    throw new IllegalStateException(operation.name() + " is called without " + operation.lookup()
                            + " first, which alone tells whether it was done before");
                }
            }
            case Idempotency.AtMostOncePark park ->
                throw new IllegalStateException(operation.name() + " cannot be made safe without a command");
        }
        return all(page -> quota.count(connection, calling.priority(), operation, page), request, headers);
    }

    /** Counts a request against the limits of its connection. */
    private interface Counting {
        ProviderQuota.Counted of(ProviderRequest request);
    }

    private Answered all(Counting counting, ProviderRequest request, Map<String, String> headers) throws Exception {
        return whole(counting, request, headers, timed(counting.of(request), request, headers));
    }

    /** The answer with all that follows it, where the operation reads lists to their end; each page counts. */
    private Answered whole(Counting counting, ProviderRequest request, Map<String, String> headers, Answered first)
            throws Exception {
        ProviderPages pages = gateway.pages(operation).orElse(null);
        Answered all = first;
        ProviderRequest asked = request;
        ProviderAnswer page = first.answer();
        for (int read = 1;
                pages != null && page != null && all.failure() == null && read < ProviderPages.MOST;
                read++) {
            Optional<ProviderRequest> next = pages.next(asked, page);
            if (next.isEmpty()) {
                return all;
            }
            asked = next.get();
            Answered further = timed(counting.of(asked), asked, headers);
            page = further.answer();
            all = page == null || further.failure() != null
                    ? further
                    : new Answered(pages.joined(Objects.requireNonNull(all.answer()), page), null);
        }
        return all;
    }

    private Answered timed(ProviderQuota.Counted counted, ProviderRequest request, Map<String, String> headers)
            throws Exception {
        Timer.Sample timing = Timer.start(metrics);
        Answered answered = send(counted, request, headers);
        timing.stop(metrics.timer(
                "interline.provider.calls", "operation", operation.name(), "outcome", answered.outcome()));
        return answered;
    }

    private void conclude(Exchange exchange, Connection connection, Answered answered) {
        Failure failure = answered.failure();
        exchange.getMessage().removeHeader(ProviderEndpoint.TOLERATED);
        if (failure != null) {
            if (!tolerate.contains(failure.code())) {
                throw new FailureException(
                        answered.status() == 401
                                ? tokens.afterRefusal(connection, gateway.codePrefix())
                                        .orElse(failure)
                                : failure);
            }
            exchange.getMessage().setHeader(ProviderEndpoint.TOLERATED, failure.code());
        }
        exchange.getMessage().setBody(answered.answer());
    }

    /** @throws UnresolvedOutcome if it may have been done already and nothing can tell */
    private void requireSafe(CommandAttempt attempt) {
        ClaimedCommand command = attempt.command();
        boolean lookedUp = operation.lookup() != null && attempt.hasCalled(operation.lookup());
        switch (operation.idempotency()) {
            case Idempotency.Read read -> {}
            case Idempotency.UpsertKey upsert -> {}
            case Idempotency.NativeKey native_ -> {
                if (command.wasInFlight() && !lookedUp && isPast(native_, command)) {
                    throw new UnresolvedOutcome(gateway.codePrefix() + "-3999", operation.name());
                }
            }
            case Idempotency.LookupFirst lookup -> {
                if (!lookedUp) {
                    throw new IllegalStateException("The route calls " + operation.name() + " without calling "
                            + operation.lookup() + " first, which alone tells whether it was done before");
                }
            }
            case Idempotency.AtMostOncePark park -> {
                if (command.wasInFlight()) {
                    throw new UnresolvedOutcome(gateway.codePrefix() + "-3999", operation.name());
                }
            }
        }
    }

    private static boolean isPast(Idempotency.NativeKey key, ClaimedCommand command) {
        Instant firstAttempt = command.firstAttemptAt();
        return firstAttempt != null && command.claimedAt().isAfter(firstAttempt.plus(key.window()));
    }

    /** The same for the life of the command, whoever carries it out and however often; or of the effect it names. */
    private String idempotencyKey(ClaimedCommand command, ProviderRequest request) {
        String effect = request.effect();
        return idempotencyKey(command.envelope().tenantId(), effect == null ? command.effectId() : effect, operation);
    }

    /** Another for each tenant, effect and operation, as several may go to one account of the provider. */
    static String idempotencyKey(TenantId tenant, String effect, OperationDescriptor operation) {
        return Ids.derived("il_", tenant.value(), effect, operation.name());
    }

    /** What would be sent, beside what the provider has now. */
    private IntendedCall intended(CommandDelivery delivery, ProviderRequest request, Map<String, String> headers)
            throws Exception {
        String line = request.method() + " " + request.path();
        Optional<PresentState> present = gateway.presentState(operation, request);
        if (present.isEmpty()) {
            return new IntendedCall(operation.name(), line, new TreeMap<>(), "there is nothing to compare it with");
        }
        ProviderRequest read = present.get().read();
        Answered answered =
                send(quota.count(delivery.connection(), delivery.attempt(), operation, read), read, headers);
        Failure failure = answered.failure();
        if (failure != null && !failure.code().endsWith("404")) {
            throw new FailureException(failure);
        }
        ProviderAnswer answer = answered.answer();
        Map<String, String> now = answer == null || failure != null
                ? Map.of()
                : present.get().fields().apply(answer);
        SortedMap<String, IntendedCall.Difference> differences = new TreeMap<>();
        present.get().intended().forEach((field, then) -> {
            String was = now.getOrDefault(field, "");
            if (!was.equals(then)) {
                differences.put(field, new IntendedCall.Difference(was, then));
            }
        });
        String note = now.isEmpty()
                ? "the record is not there now"
                : differences.isEmpty() ? "the record has all of it already" : "it would change";
        return new IntendedCall(operation.name(), line, differences, note);
    }

    private static String hash(ProviderRequest request) {
        byte[] body = request.body();
        return Ids.sha256(request.method() + " " + request.path() + "?" + request.encodedQuery() + "\n"
                + (body == null ? "" : Ids.sha256(body)));
    }

    private Answered send(ProviderQuota.Counted counted, ProviderRequest request, Map<String, String> headers)
            throws Exception {
        Exchange call = getEndpoint().createExchange();
        headers.forEach((name, value) -> call.getMessage().setHeader(name, value));
        call.getMessage().setHeader(Exchange.HTTP_METHOD, request.method());
        call.getMessage().setHeader(Exchange.HTTP_PATH, request.path());
        String query = request.withQuery(gateway.secretQuery(operation, counted.connection()))
                .encodedQuery();
        if (!query.isEmpty()) {
            call.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, query);
        }
        if (request.body() != null) {
            call.getMessage().setHeader(Exchange.CONTENT_TYPE, request.contentType());
            call.getMessage().setBody(request.body());
        }
        try {
            http.send(counted.connection(), call);
            if (call.getException() != null) {
                throw call.getException();
            }
            return read(counted, call);
        } catch (IOException failed) {
            return Answered.none(failure(failed));
        }
    }

    private Answered read(ProviderQuota.Counted counted, Exchange call) throws IOException {
        int status = call.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        Map<String, String> headers = new HashMap<>();
        call.getMessage().getHeaders().forEach((name, value) -> {
            if (value instanceof String text) {
                headers.put(name.toLowerCase(Locale.ROOT), text);
            }
        });
        byte[] bytes;
        Object body = call.getMessage().getBody();
        if (body instanceof InputStream stream) {
            try (stream) {
                bytes = stream.readNBytes(MAX_ANSWER);
            }
        } else {
            byte[] converted = call.getMessage().getBody(byte[].class);
            bytes = converted == null ? new byte[0] : converted;
        }
        JsonNode json = MissingNode.getInstance();
        boolean readable = bytes.length == 0 && status == 204;
        try {
            if (bytes.length > 0) {
                json = CanonicalJson.mapper().readTree(bytes);
                readable = true;
            }
        } catch (IOException notJson) {
            // HTML pages of proxies and empty bodies are part of life; the status decides what they mean.
            readable = false;
        }
        ProviderAnswer answer = new ProviderAnswer(status, headers, json, readable);
        Optional<Failure> failure = gateway.failure(operation, answer);
        if (failure.isEmpty() && !readable) {
            failure = Optional.of(Failure.of(
                    operation.hasEffect() ? FailureKind.AMBIGUOUS : FailureKind.UNAVAILABLE,
                    gateway.codePrefix() + "-2003",
                    operation.name() + " was answered " + status + " with a body that is not JSON"));
        }
        return new Answered(answer, quota.heed(counted, operation, answer, failure.orElse(null)));
    }

    /** Whether the request can have arrived decides everything: before the connection stood it cannot. */
    private Failure failure(IOException failed) {
        boolean neverArrived = failed instanceof HttpHostConnectException
                || failed instanceof ConnectException
                || failed instanceof ConnectTimeoutException
                || failed instanceof ConnectionRequestTimeoutException
                || failed instanceof NoRouteToHostException
                || failed instanceof UnknownHostException;
        FailureKind kind = neverArrived || !operation.hasEffect() ? FailureKind.UNAVAILABLE : FailureKind.AMBIGUOUS;
        return Failure.of(
                kind,
                gateway.codePrefix() + (neverArrived ? "-2001" : "-2002"),
                operation.name()
                        + (neverArrived ? " could not be sent: " : " was sent, but no answer came: ")
                        + failed.getClass().getSimpleName());
    }

    private static String classOf(OperationDescriptor operation) {
        return operation.idempotency().getClass().getSimpleName();
    }

    private record Answered(
            @Nullable ProviderAnswer answer, @Nullable Failure failure) {

        static Answered none(Failure failure) {
            return new Answered(null, failure);
        }

        String outcome() {
            return failure == null ? "OK" : failure.kind().name();
        }

        int status() {
            return answer == null ? 0 : answer.status();
        }
    }
}
