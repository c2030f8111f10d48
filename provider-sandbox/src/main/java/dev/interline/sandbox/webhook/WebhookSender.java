package dev.interline.sandbox.webhook;

import dev.interline.sandbox.SandboxConfig.Account;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends queued webhooks: first deliveries of an endpoint in order of creation, retries on their own clock. An endpoint that
 * does not answer within a second no longer holds up its next delivery.
 */
public final class WebhookSender implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WebhookSender.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MAX_UNDER_WAY = 64;

    /** What was taken is written down this much later, with what was taken meanwhile: a commit costs more than a webhook. */
    private static final Duration WRITTEN_AFTER = Duration.ofMillis(20);

    private final WebhookQueue queue;
    private final List<Account> accounts;
    private final Clock clock;
    private final double retryScale;
    private final int concurrency;
    private final HttpClient client;
    private final ScheduledExecutorService thread;
    private final Map<String, Lane> lanes = new HashMap<>();

    /** Attempts not written down yet; a process killed before that sends them again, as providers do. */
    private final List<Delivery> attempted = new ArrayList<>();

    /** One endpoint's waiting line; touched by the sender thread only. */
    private static final class Lane {
        private final Deque<Long> waiting = new ArrayDeque<>();
        private int holding;
        private int underWay;
    }

    public WebhookSender(WebhookQueue queue, List<Account> accounts, Clock clock, double retryScale, int concurrency) {
        this.queue = queue;
        this.accounts = List.copyOf(accounts);
        this.clock = clock;
        this.retryScale = retryScale;
        this.concurrency = concurrency;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.thread = Executors.newSingleThreadScheduledExecutor(
                work -> Thread.ofPlatform().name("webhook-sender").daemon().unstarted(work));
    }

    /** Takes up what an earlier process left unsent and everything that comes. */
    public void start() {
        queue.announceTo(this::schedule);
        queue.pending().forEach(this::schedule);
    }

    private void schedule(Delivery delivery) {
        long millis =
                Math.max(0, Duration.between(clock.instant(), delivery.dueAt()).toMillis());
        inSenderThread(() -> enter(delivery), millis);
    }

    private void enter(Delivery delivery) {
        Lane lane = lanes.computeIfAbsent(delivery.account() + " " + delivery.url(), key -> new Lane());
        lane.waiting.addLast(delivery.sequence());
        advance(lane);
    }

    private void advance(Lane lane) {
        while (lane.holding < concurrency && lane.underWay < MAX_UNDER_WAY) {
            Long sequence = lane.waiting.pollFirst();
            if (sequence == null) {
                return;
            }
            Delivery delivery = queue.take(sequence);
            if (delivery != null) {
                send(lane, delivery);
            }
        }
    }

    private void send(Lane lane, Delivery delivery) {
        Optional<Endpoint> endpoint = accounts.stream()
                .filter(account -> account.provider().equals(delivery.provider())
                        && account.account().equals(delivery.account()))
                .findFirst()
                .flatMap(account -> queue.endpoint(account, delivery.endpoint()))
                .filter(Endpoint::enabled);
        if (endpoint.isEmpty()) {
            LOG.infof("webhook %d dropped: its endpoint is gone or disabled", delivery.sequence());
            settle(delivery.attempted(
                    new Reply.Lost("endpoint gone or disabled"), Delivery.GIVEN_UP, delivery.dueAt()));
            return;
        }
        WebhookDialect dialect = queue.dialect(delivery.provider());
        SignedRequest signed = dialect.sign(delivery, endpoint.get().webhook(), clock.instant());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(delivery.url()))
                .timeout(dialect.timeout())
                .POST(HttpRequest.BodyPublishers.ofString(signed.body()));
        signed.headers().forEach(request::header);
        lane.holding++;
        lane.underWay++;
        AtomicBoolean held = new AtomicBoolean(true);
        Runnable letGo = () -> {
            if (held.getAndSet(false)) {
                lane.holding--;
                advance(lane);
            }
        };
        inSenderThread(letGo, PATIENCE.toMillis());
        var unused = client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .handle((response, failure) -> response != null ? answered(response) : lost(failure))
                .thenAccept(reply -> inSenderThread(
                        () -> {
                            lane.underWay--;
                            finish(delivery, dialect, reply);
                            letGo.run();
                            advance(lane);
                        },
                        0));
    }

    private static Reply answered(HttpResponse<?> response) {
        Integer wait = response.headers()
                .firstValue("retry-after")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(Integer::valueOf)
                .orElse(null);
        return new Reply.Answered(response.statusCode(), wait);
    }

    private static Reply lost(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpTimeoutException) {
            return new Reply.Lost("timeout");
        }
        return new Reply.Lost(cause == null ? "unknown" : cause.getClass().getSimpleName());
    }

    private void finish(Delivery delivery, WebhookDialect dialect, Reply reply) {
        Instant now = clock.instant();
        Delivery after =
                switch (dialect.judge(delivery.attempts() + 1, reply)) {
                    case Verdict.Delivered ignored -> delivery.attempted(reply, Delivery.DELIVERED, now);
                    case Verdict.GiveUp ignored -> delivery.attempted(reply, Delivery.GIVEN_UP, now);
                    case Verdict.Again again ->
                        delivery.attempted(
                                reply,
                                Delivery.PENDING,
                                now.plusMillis(Math.round(again.delay().toMillis() * retryScale)));
                };
        settle(after);
        if (after.state().equals(Delivery.PENDING)) {
            settleAll();
            schedule(after);
        } else if (after.state().equals(Delivery.GIVEN_UP)) {
            LOG.infof(
                    "webhook %d of %s given up after %d attempts", after.sequence(), after.account(), after.attempts());
        }
    }

    private void settle(Delivery delivery) {
        attempted.add(delivery);
        if (attempted.size() == 1) {
            inSenderThread(this::settleAll, WRITTEN_AFTER.toMillis());
        }
    }

    private void settleAll() {
        List<Delivery> all = List.copyOf(attempted);
        attempted.clear();
        if (!all.isEmpty()) {
            queue.settle(all);
        }
    }

    private void inSenderThread(Runnable work, long delayMillis) {
        try {
            var unused = thread.schedule(() -> guarded(work), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.trace("sandbox is closing; the delivery stays queued");
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException defect) {
            LOG.error("webhook delivery failed in the sandbox itself", defect);
        }
    }

    @Override
    public void close() {
        queue.announceTo(delivery -> {});
        thread.shutdownNow();
        client.shutdownNow();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("webhook sender did not stop within 5 s");
                return;
            }
            settleAll();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
