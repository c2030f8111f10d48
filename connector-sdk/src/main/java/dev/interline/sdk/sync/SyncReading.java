package dev.interline.sdk.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.inbound.WebhookDelivery;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.durable.sync.Sync;
import dev.interline.durable.sync.SyncPage;
import dev.interline.durable.sync.SyncReader;
import dev.interline.durable.sync.Window;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import dev.interline.sdk.ingress.EventReader;
import dev.interline.sdk.provider.ProviderReads;
import dev.interline.sdk.sync.SyncSource.Listed;
import dev.interline.sdk.sync.SyncSource.Listing;
import dev.interline.sdk.sync.SyncSource.Query;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads a page at the provider and says what its records mean, as if each had come by webhook. */
@ApplicationScoped
public class SyncReading implements SyncReader {

    /** No secret has verified what we have fetched ourselves. */
    private static final int NO_SECRET = -1;

    private final Connections connections;
    private final Instance<SyncSource> sources;
    private final ProviderReads reads;
    private final EventReader events;

    SyncReading(Connections connections, @Any Instance<SyncSource> sources, ProviderReads reads, EventReader events) {
        this.connections = connections;
        this.sources = sources;
        this.reads = reads;
        this.events = events;
    }

    @Override
    public SyncPage read(Sync sync, Window window) {
        SyncSource source = source(sync);
        Reading reading = new Reading(connection(sync), sync.kind(), window, sync.cursor());
        Query query = source.query(reading);
        JsonNode page = reads.read(reading.connection(), priority(sync), query.operation(), query.request())
                .body();
        Listing listing = source.read(reading, page);
        List<String> present = listing.records().stream()
                .map(Listed::present)
                .filter(Objects::nonNull)
                .toList();
        // A comparison only looks who is there; what the records say is told by the others.
        List<Listed> told = sync.kind() == Sync.Kind.COMPARISON ? List.of() : listing.records();
        return new SyncPage(
                listing.records().size(),
                present,
                new WebhookDelivery(
                        sync.connection(),
                        NO_SECRET,
                        reading.kept(source.resource()),
                        bytes(page),
                        told.stream()
                                .map(listed -> events.event(listed.event()))
                                .toList()),
                listing.next(),
                listing.remaining());
    }

    @Override
    public WebhookDelivery deleted(Sync sync, List<String> ids) {
        SyncSource source = source(sync);
        Connection connection = connection(sync);
        return new WebhookDelivery(
                sync.connection(),
                NO_SECRET,
                Map.of(),
                "{}".getBytes(StandardCharsets.UTF_8),
                ids.stream()
                        .map(id -> source.deleted(
                                connection,
                                id,
                                sync.createdAt(),
                                "missing:" + source.resource() + "/" + id + "@" + sync.id()))
                        .map(events::event)
                        .toList());
    }

    private static CommandPriority priority(Sync sync) {
        return switch (sync.kind()) {
            case SYNC -> CommandPriority.SYNC;
            case BACKFILL, COMPARISON -> CommandPriority.BACKFILL;
        };
    }

    private SyncSource source(Sync sync) {
        return sources.stream()
                .filter(source -> source.resource().equals(sync.resource()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This connector lists no " + sync.resource()));
    }

    private Connection connection(Sync sync) {
        return connections
                .byId(sync.connection().value())
                .orElseThrow(() ->
                        new IllegalStateException("Connection " + sync.connection() + " is not configured any more"));
    }

    private static byte[] bytes(JsonNode page) {
        try {
            return CanonicalJson.mapper().writeValueAsBytes(page);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree can always be written", impossible);
        }
    }
}
