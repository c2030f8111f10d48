package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * A means to pay, at one version; no numbers, no names.
 *
 * @param account whose it is, or was
 * @param kind the billing system's word: card, sepa_debit
 * @param expires year and month, as 2027-03
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentMethod(
        ExternalRef ref,
        @Nullable ExternalRef account,
        String kind,
        @Nullable String expires,
        SourceVersion version) {}
