package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * A buyer's way through a payment page, at one version.
 *
 * @param total absent where nothing is bought
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Checkout(
        ExternalRef ref,
        @Nullable ExternalRef account,
        CheckoutMode mode,
        CheckoutPayment payment,
        @Nullable Money total,
        @Nullable ExternalRef subscription,
        @Nullable ExternalRef invoice,
        @Nullable ExternalRef paymentRef,
        SourceVersion version) {}
