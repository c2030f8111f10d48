package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invoice at one version.
 *
 * @param number what the customer sees; absent while it is a draft
 * @param status absent where only what happened to it is told
 * @param dueAt until when it must be paid, where it is not collected at once
 * @param nextAttemptAt when the billing system will try to collect again; absent when it gave up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Invoice(
        ExternalRef ref,
        ExternalRef account,
        @Nullable ExternalRef subscription,
        @Nullable String number,
        Money amountDue,
        Money amountPaid,
        Money amountRemaining,
        int attemptCount,
        @Nullable Instant nextAttemptAt,
        SourceVersion version,
        @Nullable InvoiceStatus status,
        @Nullable Instant dueAt) {

    /** One of which only what happened to it is told. */
    public Invoice(
            ExternalRef ref,
            ExternalRef account,
            @Nullable ExternalRef subscription,
            @Nullable String number,
            Money amountDue,
            Money amountPaid,
            Money amountRemaining,
            int attemptCount,
            @Nullable Instant nextAttemptAt,
            SourceVersion version) {
        this(
                ref,
                account,
                subscription,
                number,
                amountDue,
                amountPaid,
                amountRemaining,
                attemptCount,
                nextAttemptAt,
                version,
                null,
                null);
    }
}
