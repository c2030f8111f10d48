package dev.interline.canonical.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An account's usage passed a threshold.
 *
 * @param value the usage at that moment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UsageAlert(
        ExternalRef alert, ExternalRef account, @Nullable ExternalRef meter, BigDecimal value, SourceVersion version) {}
