package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import org.jspecify.annotations.Nullable;

/** Something that is sold, at one version. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Product(ExternalRef ref, @Nullable String name, boolean active, SourceVersion version) {}
