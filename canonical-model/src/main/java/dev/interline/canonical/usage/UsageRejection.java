package dev.interline.canonical.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Usage that was reported and could not be counted.
 *
 * @param meter absent where no meter has the name it was reported under
 * @param from the beginning of the time in which this was noticed
 * @param count how many reports; absent where the billing system did not say in the event
 * @param reasons its words for what was wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UsageRejection(
        @Nullable ExternalRef meter,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable Long count,
        List<String> reasons,
        SourceVersion version) {

    public UsageRejection {
        reasons = List.copyOf(reasons);
    }
}
