package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * A company at one version, as the support system knows it.
 *
 * @param accountId Interline's id, where the support system carries it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SupportOrganization(ExternalRef ref, @Nullable AccountId accountId, SourceVersion version) {}
