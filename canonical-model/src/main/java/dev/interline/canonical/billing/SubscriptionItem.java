package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import org.jspecify.annotations.Nullable;

/**
 * One line of a subscription.
 *
 * @param plan the plan's code, the name people use for it
 * @param ref what the billing system calls the line, where it does
 * @param price what it calls the price
 * @param unitPrice per unit and period; absent for tiered prices
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubscriptionItem(
        String plan,
        @Nullable String product,
        long quantity,
        @Nullable Money unitPrice,
        @Nullable ExternalRef ref,
        @Nullable ExternalRef price) {

    /** One that the billing system has no names for. */
    public SubscriptionItem(String plan, @Nullable String product, long quantity, @Nullable Money unitPrice) {
        this(plan, product, quantity, unitPrice, null, null);
    }
}
