package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at one version; name and addresses stay in the support system.
 *
 * @param organization the company they belong to first; absent for none
 * @param key our own id of them, if we made them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SupportUser(
        ExternalRef ref,
        @Nullable ExternalRef organization,
        @Nullable String key,
        UserRole role,
        SourceVersion version) {}
