package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to move money, at one version.
 *
 * @param payment the payment it is an attempt of
 * @param failureCode the bank's or the billing system's word for why it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Charge(
        ExternalRef ref,
        @Nullable ExternalRef account,
        @Nullable ExternalRef invoice,
        @Nullable ExternalRef payment,
        ChargeStatus status,
        Money amount,
        Money amountRefunded,
        boolean disputed,
        @Nullable String failureCode,
        SourceVersion version) {}
