package dev.interline.durable.sync;

import dev.interline.durable.inbound.WebhookDelivery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of records as a provider listed them.
 *
 * @param read how many it lists
 * @param present the ids of those that exist, as far as it says so
 * @param delivery what the page says, as if each record had come by webhook
 * @param next where the next page begins; absent if this is the last of the pass
 * @param remaining how many records come after this page, where the provider says so
 */
public record SyncPage(
        int read,
        List<String> present,
        WebhookDelivery delivery,
        @Nullable Cursor next,
        @Nullable Long remaining) {

    public SyncPage {
        present = List.copyOf(present);
    }
}
