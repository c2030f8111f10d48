package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the next invoice of a subscription will be; it is no invoice yet and has no id.
 *
 * @param collectionAt when it will be collected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvoiceForecast(
        ExternalRef account,
        @Nullable ExternalRef subscription,
        Money amountDue,
        @Nullable Instant collectionAt,
        SourceVersion version) {}
