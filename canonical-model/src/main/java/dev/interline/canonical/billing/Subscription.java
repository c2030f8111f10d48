package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of a subscription at one version.
 *
 * @param account the company that pays
 * @param cancelAtPeriodEnd it will end, but is still in force until then
 * @param collectionPaused invoices are not collected; the service goes on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Subscription(
        ExternalRef ref,
        ExternalRef account,
        SubscriptionStatus status,
        List<SubscriptionItem> items,
        @Nullable Instant currentPeriodEnd,
        @Nullable Instant trialEnd,
        boolean cancelAtPeriodEnd,
        boolean collectionPaused,
        SourceVersion version) {

    public Subscription {
        items = List.copyOf(items);
    }
}
