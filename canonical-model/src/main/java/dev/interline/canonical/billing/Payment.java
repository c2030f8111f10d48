package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * A payment over all its attempts, at one version.
 *
 * @param failureCode why the last attempt failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Payment(
        ExternalRef ref,
        @Nullable ExternalRef account,
        @Nullable ExternalRef invoice,
        PaymentStatus status,
        Money amount,
        Money amountReceived,
        @Nullable String failureCode,
        SourceVersion version) {}
