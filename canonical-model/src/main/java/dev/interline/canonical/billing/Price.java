package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a plan costs, at one version.
 *
 * @param plan the plan's code, the name people use for it, as in a subscription's items
 * @param unitPrice per unit and period; absent for tiered prices
 * @param interval day, week, month or year; absent for what is paid once
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Price(
        ExternalRef ref,
        @Nullable ExternalRef product,
        String plan,
        boolean active,
        @Nullable Money unitPrice,
        @Nullable String interval,
        SourceVersion version) {}
