package dev.interline.canonical.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one system says about a company.
 *
 * @param ref what that system calls it
 * @param accountId Interline's id, where the system carries it
 * @param fields the facts this system reports; a field it does not report is absent, a cleared one is empty
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Account(
        ExternalRef ref, @Nullable AccountId accountId, Map<AccountField, String> fields, SourceVersion version) {

    public Account {
        fields = Map.copyOf(fields);
    }
}
