package dev.interline.canonical.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one system says about a person, without saying who it is.
 *
 * @param ref what that system calls the person; whoever may know more looks it up there
 * @param contactId Interline's id, where the system carries it
 * @param account the company the person belongs to first; absent for a person without one
 * @param lifecycleStage how far the person has come, in that system's word; empty if it says nothing
 * @param known which details the system has, so that a look-up is worth while
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Contact(
        ExternalRef ref,
        @Nullable ContactId contactId,
        @Nullable ExternalRef account,
        String lifecycleStage,
        List<PersonalDetail> known,
        SourceVersion version) {

    public Contact {
        Set<PersonalDetail> once = EnumSet.noneOf(PersonalDetail.class);
        once.addAll(known);
        known = List.copyOf(once);
    }
}
