package dev.interline.sdk.mapping;

import java.util.List;

/** The mappings a connector has; it produces one of these. */
public record MappingDefinitions(List<MappingDefinition> all) {
    public MappingDefinitions {
        all = List.copyOf(all);
    }
}
