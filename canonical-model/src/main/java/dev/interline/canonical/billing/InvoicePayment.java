package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * Money that was applied to an invoice, at one version: what ties a payment to what it paid.
 *
 * @param payment the payment it came with; absent where it came otherwise
 * @param charge the charge it came with, where there is no payment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvoicePayment(
        ExternalRef ref,
        ExternalRef invoice,
        @Nullable ExternalRef payment,
        @Nullable ExternalRef charge,
        Money amount,
        SourceVersion version) {}
