package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A plan of changes to a subscription, at one version.
 *
 * @param subscription absent until it has begun
 * @param phaseEndsAt when the next change comes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubscriptionSchedule(
        ExternalRef ref,
        ExternalRef account,
        @Nullable ExternalRef subscription,
        ScheduleStatus status,
        @Nullable Instant phaseEndsAt,
        SourceVersion version) {}
