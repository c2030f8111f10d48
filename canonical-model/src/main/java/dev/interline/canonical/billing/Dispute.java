package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payer's bank asks for the money back, at one version.
 *
 * @param inquiry the bank only asks; no money has moved yet
 * @param respondBy until when we can answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Dispute(
        ExternalRef ref,
        @Nullable ExternalRef charge,
        @Nullable ExternalRef payment,
        DisputeStatus status,
        boolean inquiry,
        Money amount,
        @Nullable String reason,
        @Nullable Instant respondBy,
        SourceVersion version) {}
