package dev.interline.canonical.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;

/**
 * What usage is counted by, at one version.
 *
 * @param name the name under which usage is reported to it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Meter(ExternalRef ref, String name, MeterStatus status, SourceVersion version) {}
