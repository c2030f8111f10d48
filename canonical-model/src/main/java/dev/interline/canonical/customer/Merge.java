package dev.interline.canonical.customer;

import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import java.util.List;

/**
 * Several records of a system have become one.
 *
 * @param survivor the record that is left, or that was made of them
 * @param merged the records that are no more, at least one
 */
public record Merge(ExternalRef survivor, List<ExternalRef> merged, SourceVersion version) {

    /** @throws IllegalArgumentException if no record was merged, or one into itself */
    public Merge {
        merged = List.copyOf(merged);
        if (merged.isEmpty() || merged.contains(survivor)) {
            throw new IllegalArgumentException("A merge leaves one record of at least two");
        }
    }
}
