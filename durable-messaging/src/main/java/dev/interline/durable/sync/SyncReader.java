package dev.interline.durable.sync;

import dev.interline.durable.failure.FailureException;
import dev.interline.durable.inbound.WebhookDelivery;
import java.util.List;

/** Reads pages at a provider. Called without a transaction, by several threads. */
public interface SyncReader {

    /**
     * The page after the sync's cursor, or the first of its window.
     *
     * @throws FailureException if the provider does not give it; the same page is asked for again later
     */
    SyncPage read(Sync sync, Window window);

    /** What it means that the records are gone. */
    WebhookDelivery deleted(Sync sync, List<String> ids);
}
