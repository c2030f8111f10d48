package dev.interline.sdk.credential;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps credentials fresh from start to stop: what was changed elsewhere is seen, what ends soon is renewed. */
@ApplicationScoped
public class CredentialKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialKeeper.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Credentials credentials;
    private final AccessTokens tokens;
    private final SigningSecretWatch watch;

    /** Two threads: a provider that answers slowly must not keep a new secret from being seen. */
    private final ScheduledExecutorService clockwork = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("credentials-", 0).factory());

    private final List<Future<?>> running = new ArrayList<>();

    CredentialKeeper(Credentials credentials, AccessTokens tokens, SigningSecretWatch watch) {
        this.credentials = credentials;
        this.tokens = tokens;
        this.watch = watch;
    }

    void start(@Observes StartupEvent started) {
        every(() -> {
            credentials.poll();
            watch.write();
        });
        every(tokens::renewDue);
    }

    private void every(Runnable work) {
        Runnable unbroken = () -> {
            try {
                work.run();
            } catch (RuntimeException failed) {
                LOG.warn("credentials could not be kept fresh, next try in {}: {}", EVERY, failed.toString());
            }
        };
        running.add(
                clockwork.scheduleWithFixedDelay(unbroken, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS));
    }

    void stop(@Observes ShutdownEvent stopping) {
        running.forEach(work -> work.cancel(true));
        clockwork.shutdownNow();
    }
}
