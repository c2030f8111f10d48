package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.Money;
import org.jspecify.annotations.Nullable;

/**
 * One line of a subscription.
 *
 * @param plan the plan's code, the name people use for it
 * @param unitPrice per unit and period; absent for tiered prices
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubscriptionItem(
        String plan,
        @Nullable String product,
        long quantity,
        @Nullable Money unitPrice) {}
