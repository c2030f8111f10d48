package dev.interline.sandbox;

import dev.interline.sandbox.control.ControlPlane;
import dev.interline.sandbox.exchange.ProviderApi;
import dev.interline.sandbox.fault.FaultPlan;
import dev.interline.sandbox.hubspot.HubSpotApi;
import dev.interline.sandbox.hubspot.HubSpotWebhooks;
import dev.interline.sandbox.state.Ledger;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.stripe.StripeApi;
import dev.interline.sandbox.stripe.StripeWebhooks;
import dev.interline.sandbox.webhook.WebhookQueue;
import dev.interline.sandbox.webhook.WebhookSender;
import dev.interline.sandbox.zendesk.ZendeskApi;
import dev.interline.sandbox.zendesk.ZendeskWebhooks;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running sandbox: Stripe, HubSpot and Zendesk in one process, on one port. */
public final class Sandbox implements AutoCloseable {
    private static final int WORKERS = 16;

    private final Vertx vertx;
    private final StateStore store;
    private final WebhookSender sender;
    private final String baseUrl;

    private Sandbox(Vertx vertx, StateStore store, WebhookSender sender, String baseUrl) {
        this.vertx = vertx;
        this.store = store;
        this.sender = sender;
        this.baseUrl = baseUrl;
    }

    /** Starts and listens; throws {@link InvalidConfig} when the port is taken or the data directory cannot be used. */
    public static Sandbox start(SandboxConfig config) {
        return start(config, Clock.systemUTC());
    }

    /** The same by another clock: records that are made while it stands still have one time. */
    public static Sandbox start(SandboxConfig config, Clock clock) {
        StateStore store = StateStore.open(config.dataDirectory());
        WebhookQueue queue =
                new WebhookQueue(store, List.of(new StripeWebhooks(), new HubSpotWebhooks(), new ZendeskWebhooks()));
        Ledger ledger = new Ledger(store);
        FaultPlan faults = new FaultPlan();
        StripeApi stripe = new StripeApi(config, store, queue);
        HubSpotApi hubspot = new HubSpotApi(config, store, queue);
        ZendeskApi zendesk = new ZendeskApi(config, store, queue);
        List<ProviderApi> providers = List.of(stripe, hubspot, zendesk);
        Runnable prepare = () -> providers.forEach(provider -> provider.prepare(clock.instant()));
        store.change(() -> {
            prepare.run();
            return store;
        });
        ControlPlane control = new ControlPlane(
                clock,
                store,
                ledger,
                queue,
                faults,
                List.of(stripe.outsider(), hubspot.outsider(), zendesk.outsider()),
                prepare);
        Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS).setEventLoopPoolSize(2));
        SandboxServer server = new SandboxServer(vertx, clock, store, ledger, faults, control, providers);
        WebhookSender sender =
                new WebhookSender(queue, config.accounts(), clock, config.retryScale(), config.webhookConcurrency());
        try {
            HttpServer http = await(vertx.createHttpServer(new HttpServerOptions()
                            .setHost(config.host())
                            .setPort(config.port())
                            .setHttp2ClearTextEnabled(false)
                            .setMaxInitialLineLength(16_384)
                            .setMaxHeaderSize(32_768))
                    .requestHandler(server::handle)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture());
            sender.start();
            return new Sandbox(vertx, store, sender, "http://" + config.host() + ":" + http.actualPort());
        } catch (ExecutionException failure) {
            sender.close();
            vertx.close();
            store.close();
            String address = config.host() + ":" + config.port();
            throw failure.getCause() instanceof BindException
                    ? new InvalidConfig(address + " is taken or not ours; give another \"port\" in the config", failure)
                    : new InvalidConfig("cannot listen on " + address, failure);
        }
    }

    /** Scheme, host and port, such as {@code http://127.0.0.1:18090}; a provider's API is below its name. */
    public String baseUrl() {
        return baseUrl;
    }

    /** Stops listening and sending; what is unsent stays queued in the data directory. */
    @Override
    public void close() {
        sender.close();
        try {
            await(vertx.close().toCompletionStage().toCompletableFuture());
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the sandbox did not stop cleanly", failure);
        } finally {
            store.close();
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws ExecutionException {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new ExecutionException("no answer within 20 s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ExecutionException("interrupted", interrupted);
        }
    }
}
