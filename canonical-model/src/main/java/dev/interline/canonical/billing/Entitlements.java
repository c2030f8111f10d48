package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import java.util.List;

/**
 * Everything an account may use, at one version.
 *
 * @param features the features' codes, sorted
 * @param complete whether these are all; what is missing in an incomplete list says nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Entitlements(ExternalRef account, List<String> features, boolean complete, SourceVersion version) {

    public Entitlements {
        features = List.copyOf(features);
    }
}
