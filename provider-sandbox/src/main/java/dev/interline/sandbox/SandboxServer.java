package dev.interline.sandbox;

import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.control.ControlPlane;
import dev.interline.sandbox.exchange.Admission;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.ProviderApi;
import dev.interline.sandbox.exchange.Refusal;
import dev.interline.sandbox.fault.Fault;
import dev.interline.sandbox.fault.FaultKind;
import dev.interline.sandbox.fault.FaultPlan;
import dev.interline.sandbox.state.Effects;
import dev.interline.sandbox.state.Ledger;
import dev.interline.sandbox.state.StateStore;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Leads every HTTP request through faults, admission, its effect and the ledger, in this order. */
final class SandboxServer {
    private static final Logger LOG = Logger.getLogger(SandboxServer.class);
    private static final String GARBAGE = "<html><head><title>Oops</title></head><body><h1>Something went wr";

    /** Two digits of the day, unlike {@link DateTimeFormatter#RFC_1123_DATE_TIME} (RFC 9110, 5.6.7). */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final Vertx vertx;
    private final Clock clock;
    private final StateStore store;
    private final Ledger ledger;
    private final FaultPlan faults;
    private final ControlPlane control;
    private final Map<String, ProviderApi> providers = new HashMap<>();

    SandboxServer(
            Vertx vertx,
            Clock clock,
            StateStore store,
            Ledger ledger,
            FaultPlan faults,
            ControlPlane control,
            List<ProviderApi> providers) {
        this.vertx = vertx;
        this.clock = clock;
        this.store = store;
        this.ledger = ledger;
        this.faults = faults;
        this.control = control;
        providers.forEach(provider -> this.providers.put(provider.name(), provider));
    }

    /** Handles one request; called on an event loop, works on worker threads. */
    void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            ApiCall call = callOf(request, body);
            String area = call.segments().isEmpty() ? "" : call.segments().get(0);
            ProviderApi provider = providers.get(area);
            if (area.equals("_sandbox")) {
                vertx.executeBlocking(() -> control.answer(call), false)
                        .onSuccess(answer -> send(request, answer))
                        .onFailure(defect -> send(request, defect(call, defect, ControlPlane.defect())));
            } else if (provider == null) {
                send(
                        request,
                        ControlPlane.problem(
                                404,
                                "No provider here",
                                "paths begin with /stripe, /hubspot, /zendesk" + " or /_sandbox"));
            } else {
                serve(provider, call, request);
            }
        });
    }

    private void serve(ProviderApi provider, ApiCall call, HttpServerRequest request) {
        Account account = provider.accountOf(call);
        String accountName = account == null ? null : account.account();
        Optional<Fault> fault = faults.strike(provider.name(), accountName, call.method(), call.path());
        if (fault.isPresent() && fault.get().kind().beforeEffect()) {
            stopBeforeEffect(provider, call, account, fault.get(), request);
            return;
        }
        long wait = fault.filter(hit -> hit.kind() == FaultKind.DELAY)
                .map(Fault::delayMillis)
                .orElse(0L);
        switch (provider.admit(call, account, clock.instant())) {
            case Admission.Denied denied ->
                vertx.executeBlocking(
                                () -> {
                                    reject(provider, call, account, denied.reason());
                                    return denied.answer();
                                },
                                false)
                        .onSuccess(answer -> send(request, answer))
                        .onFailure(defect -> send(request, defect(call, defect, provider.failed(500))));
            case Admission.Granted granted -> {
                later(wait, () -> vertx.executeBlocking(() -> execute(provider, call, account), false)
                        .onComplete(done -> {
                            Answer answer =
                                    done.succeeded() ? done.result() : defect(call, done.cause(), provider.failed(500));
                            finish(request, answer, fault.orElse(null), granted.release());
                        }));
            }
        }
    }

    private void stopBeforeEffect(
            ProviderApi provider, ApiCall call, @Nullable Account account, Fault fault, HttpServerRequest request) {
        vertx.executeBlocking(
                        () -> {
                            reject(provider, call, account, "fault " + fault.kind());
                            return fault;
                        },
                        false)
                .onFailure(defect -> send(request, defect(call, defect, provider.failed(500))))
                .onSuccess(hit -> {
                    Integer status = hit.status();
                    Integer wait = hit.retryAfterSeconds();
                    if (hit.kind() == FaultKind.RESET_BEFORE_EFFECT) {
                        reset(request);
                    } else if (hit.kind() == FaultKind.THROTTLE) {
                        send(request, provider.throttled(hit.policyName(), wait));
                    } else {
                        Answer answer = provider.failed(status == null ? 500 : status);
                        send(request, wait == null ? answer : answer.with("Retry-After", Integer.toString(wait)));
                    }
                });
    }

    private void reject(ProviderApi provider, ApiCall call, @Nullable Account account, String reason) {
        String operation = provider.operationOf(call);
        if (operation != null) {
            store.change(() -> {
                Effects effects = effects(provider, call, account, operation);
                effects.rejected(null, null, reason);
                return effects;
            });
        }
    }

    private Effects effects(ProviderApi provider, ApiCall call, @Nullable Account account, String operation) {
        return ledger.effects(
                clock.instant(),
                provider.name(),
                account == null ? null : account.account(),
                operation,
                provider.idempotencyKeyOf(call));
    }

    private Answer execute(ProviderApi provider, ApiCall call, @Nullable Account account) {
        String operation = provider.operationOf(call);
        try {
            if (operation == null) {
                return store.read(() -> provider.answer(call, account, Effects.unrecorded(clock.instant())));
            }
            return store.change(() -> {
                Effects effects = effects(provider, call, account, operation);
                Answer answer = provider.answer(call, account, effects);
                if (!effects.recorded()) {
                    throw new IllegalStateException(operation + " left no row in the ledger");
                }
                return answer;
            });
        } catch (Refusal refusal) {
            if (operation != null) {
                store.change(() -> {
                    Effects effects = effects(provider, call, account, operation);
                    if (account != null) {
                        provider.remember(call, account, refusal, effects);
                    }
                    if (!effects.recorded()) {
                        effects.rejected(null, null, refusal.reason());
                    }
                    return effects;
                });
            }
            return refusal.answer();
        } catch (RuntimeException defect) {
            reject(provider, call, account, "defect of the sandbox");
            throw defect;
        }
    }

    private void finish(HttpServerRequest request, Answer answer, @Nullable Fault fault, Runnable release) {
        FaultKind kind = fault == null ? FaultKind.DELAY : fault.kind();
        int status = fault == null || fault.status() == null ? answer.status() : fault.status();
        switch (kind) {
            case EFFECT_THEN_RESET -> {
                release.run();
                reset(request);
            }
            case EFFECT_THEN_DELAY ->
                later(fault == null ? 0 : fault.delayMillis(), () -> {
                    release.run();
                    send(request, answer);
                });
            case GARBAGE_BODY -> {
                release.run();
                send(request, new Answer(status, answer.headers(), "text/html", GARBAGE));
            }
            case EMPTY_BODY -> {
                release.run();
                send(request, new Answer(status, answer.headers(), answer.contentType(), ""));
            }
            case STATUS, THROTTLE, RESET_BEFORE_EFFECT, DELAY -> {
                release.run();
                send(request, answer);
            }
        }
    }

    private void later(long millis, Runnable work) {
        if (millis <= 0) {
            work.run();
        } else {
            vertx.setTimer(millis, timer -> work.run());
        }
    }

    private static Answer defect(ApiCall call, Throwable cause, Answer answer) {
        LOG.errorf(cause, "the sandbox itself failed at %s %s", call.method(), call.path());
        return answer;
    }

    private void send(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status());
        response.putHeader("Date", HTTP_DATE.format(clock.instant().atOffset(ZoneOffset.UTC)));
        answer.headers().forEach(response::putHeader);
        if (answer.body().isEmpty()) {
            response.end();
        } else {
            response.putHeader("Content-Type", answer.contentType()).end(answer.body());
        }
    }

    /** Drops the connection so that the caller sees a TCP reset, not an orderly end. */
    private static void reset(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            var unused = connection.channel().close();
        } else {
            request.connection().close();
        }
    }

    private static ApiCall callOf(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        String path = request.path() == null ? "/" : request.path();
        return ApiCall.of(
                request.method().name(),
                path,
                request.query(),
                headers,
                body.toString(StandardCharsets.UTF_8),
                "http://" + headers.getOrDefault("host", "127.0.0.1"));
    }
}
