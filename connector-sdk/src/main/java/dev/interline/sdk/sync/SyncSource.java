package dev.interline.sdk.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.sync.Cursor;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.provider.ProviderRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one kind of record is listed at the provider. Pure functions: the calls are made elsewhere. */
public interface SyncSource {

    /** What the connector calls that kind of record: {@code companies}. */
    String resource();

    /** The longest time after which a change shows in the provider's lists. */
    Duration settling();

    /** How to ask for a page. */
    Query query(Reading reading);

    /**
     * What a page says.
     *
     * @throws RuntimeException if it is no page at all: that nothing is there must be said, not left out
     */
    Listing read(Reading reading, JsonNode page);

    /**
     * What it means that a record is gone.
     *
     * @param key makes it the same event, however often it is told
     */
    ProviderEvent deleted(Connection connection, String id, Instant at, String key);

    /**
     * A call.
     *
     * @param operation a read of the connector's gateway
     */
    record Query(String operation, ProviderRequest request) {}

    /**
     * A page.
     *
     * @param next where the next one begins; absent if there is none
     * @param remaining how many records come after it, where the provider says so
     */
    record Listing(
            List<Listed> records,
            @Nullable Cursor next,
            @Nullable Long remaining) {

        public Listing {
            records = List.copyOf(records);
        }
    }

    /**
     * A record or a change in a page.
     *
     * @param present its id if it exists; absent if it says the end of one, or is about something else
     * @param event what it means, with a dedupe key for each version of each record
     */
    record Listed(@Nullable String present, ProviderEvent event) {}
}
