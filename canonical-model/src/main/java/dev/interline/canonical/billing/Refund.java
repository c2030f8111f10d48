package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * Money that goes back, at one version.
 *
 * @param charge the charge it undoes, in part or whole; absent where only the payment is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Refund(
        ExternalRef ref,
        @Nullable ExternalRef charge,
        @Nullable ExternalRef payment,
        RefundStatus status,
        Money amount,
        @Nullable String reason,
        @Nullable String failureReason,
        SourceVersion version) {}
