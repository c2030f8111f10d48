package dev.interline.sdk.mapping;

import dev.interline.sdk.mapping.Mapping.Layer;
import dev.interline.sdk.mapping.MappingVersions.Stored;
import dev.interline.sdk.mapping.Mappings.Slot;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a replica's mappings as the database says: looks once a second whether something was made active or undone. While
 * the database does not answer, what is active stays; nothing can be taken in then anyway.
 */
final class MappingRefresh implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MappingRefresh.class);
    private static final long PERIOD_SECONDS = 1;

    private final Jdbi jdbi;
    private final Mappings mappings;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().daemon().name("mapping-refresh").unstarted(work));
    private String seen = "";
    private volatile @Nullable ScheduledFuture<?> looking;

    MappingRefresh(Jdbi jdbi, Mappings mappings) {
        this.jdbi = jdbi;
        this.mappings = mappings;
    }

    /** Loads what is active now, and goes on looking. */
    void start() {
        refresh();
        looking = clockwork.scheduleWithFixedDelay(this::lookAgain, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** Takes over what the database says now. */
    synchronized void refresh() {
        jdbi.useTransaction(handle -> {
            String state = MappingVersions.state(handle);
            if (!state.equals(seen)) {
                mappings.activate(layers(handle));
                seen = state;
            }
        });
    }

    private void lookAgain() {
        try {
            refresh();
        } catch (RuntimeException away) {
            LOG.warn("mappings stay as they are, the database does not answer: {}", away.toString());
        }
    }

    private static Map<Slot, Layer> layers(Handle handle) {
        Map<Slot, Layer> layers = new HashMap<>();
        for (Stored stored : MappingVersions.active(handle)) {
            layers.put(stored.slot(), layer(stored));
        }
        return layers;
    }

    /** A version that cannot be compiled any more makes its inputs unmappable; what came before it would be a guess. */
    static Layer layer(Stored stored) {
        try {
            return Layer.of(stored.version(), MappingExpression.compile(file(stored), stored.content()));
        } catch (MappingRefused refused) {
            LOG.error(
                    "mapping {} version {} is active and refused: {}",
                    stored.slot(),
                    stored.version(),
                    refused.getMessage());
            return new Layer(stored.version(), null, refused.getMessage());
        }
    }

    /** How a version is called in messages: {@code customer.from.jslt of acme, version 2}. */
    static String file(Stored stored) {
        return fileName(stored.slot()) + ", version " + stored.version();
    }

    static String fileName(Slot slot) {
        String name = slot.mapping().substring(slot.mapping().indexOf('.') + 1) + ".jslt";
        return slot.tenant().equals(Mappings.BASE) ? name : name + " of " + slot.tenant();
    }

    @Override
    public void close() {
        ScheduledFuture<?> running = looking;
        if (running != null) {
            running.cancel(true);
        }
        clockwork.shutdownNow();
    }
}
