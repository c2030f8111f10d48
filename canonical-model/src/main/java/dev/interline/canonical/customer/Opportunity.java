package dev.interline.canonical.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A chance to sell at one version; its title stays in the system that has it.
 *
 * @param opportunityId Interline's id, where the system carries it
 * @param account the company it is about; absent as long as nobody has said
 * @param pipeline the system's id of the way it goes
 * @param stage the system's id of where on that way it is
 * @param amount in major units; absent if nobody has said
 * @param currency ISO 4217; absent where the system means its account's own currency
 * @param closesAt when it was, or is expected to be, decided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Opportunity(
        ExternalRef ref,
        @Nullable OpportunityId opportunityId,
        @Nullable ExternalRef account,
        String pipeline,
        String stage,
        OpportunityStatus status,
        @Nullable BigDecimal amount,
        @Nullable String currency,
        @Nullable Instant closesAt,
        SourceVersion version) {}
