package dev.interline.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A closed loop over a fixed number of connections on one event loop: each sends the next request when it has its answer. */
final class HttpLoad implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final int connections;
    private final HttpClient client;

    HttpLoad(int connections) {
        this.connections = connections;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setKeepAlive(true)
                .setConnectTimeout(5_000));
    }

    /** A request to send. */
    record Request(String url, String body, @Nullable String stripeSignature) {}

    /** @return answered 200 a second over the time; fails if anything else was answered */
    double perSecond(Duration time, LongFunction<Request> requests) {
        long deadline = System.nanoTime() + time.toNanos();
        AtomicLong number = new AtomicLong();
        AtomicLong answered = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        run(requests, number, answered, failed, () -> System.nanoTime() < deadline, time.plusSeconds(30));
        return answered.get() / (time.toNanos() / 1e9);
    }

    /** Sends exactly that many. */
    void send(long count, LongFunction<Request> requests) {
        AtomicLong number = new AtomicLong();
        run(requests, number, new AtomicLong(), new AtomicLong(), () -> number.get() < count, Duration.ofMinutes(5));
    }

    private void run(
            LongFunction<Request> requests,
            AtomicLong number,
            AtomicLong answered,
            AtomicLong failed,
            BooleanSupplier goOn,
            Duration patience) {
        CountDownLatch ended = new CountDownLatch(connections);
        vertx.runOnContext(start -> {
            for (int i = 0; i < connections; i++) {
                next(requests, number, answered, failed, goOn, ended);
            }
        });
        try {
            if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("requests hang");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopping);
        }
        if (failed.get() > 0) {
            throw new IllegalStateException(failed.get() + " requests were not answered 200");
        }
    }

    private void next(
            LongFunction<Request> requests,
            AtomicLong number,
            AtomicLong answered,
            AtomicLong failed,
            BooleanSupplier goOn,
            CountDownLatch ended) {
        if (!goOn.getAsBoolean()) {
            ended.countDown();
            return;
        }
        send(requests.apply(number.getAndIncrement()), status -> {
            (status == 200 ? answered : failed).incrementAndGet();
            next(requests, number, answered, failed, goOn, ended);
        });
    }

    /** Sends one; the status is told on the event loop, 0 if there was no answer. */
    void send(Request request, IntConsumer then) {
        URI uri = URI.create(request.url());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(uri.getHost())
                .setPort(uri.getPort())
                .setURI(uri.getPath())
                .putHeader("Content-Type", "application/json");
        if (request.stripeSignature() != null) {
            options.putHeader("Stripe-Signature", request.stripeSignature());
        }
        client.request(options)
                .compose(sending -> sending.send(Buffer.buffer(request.body())))
                .compose(answer -> answer.body().map(body -> answer.statusCode()))
                .onComplete(result -> then.accept(result.succeeded() ? result.result() : 0));
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
