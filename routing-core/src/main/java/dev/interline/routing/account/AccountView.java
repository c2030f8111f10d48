package dev.interline.routing.account;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.LifecycleStage;
import java.util.Map;
import java.util.Optional;

/**
 * Everything known of an account that other systems may want to know.
 *
 * @param fields the present value of each known fact, in its owner's words
 * @param earned the lifecycle stage that what it has bought entitles it to
 */
public record AccountView(AccountId id, Map<AccountField, String> fields, Optional<LifecycleStage> earned) {

    public AccountView {
        fields = Map.copyOf(fields);
    }
}
