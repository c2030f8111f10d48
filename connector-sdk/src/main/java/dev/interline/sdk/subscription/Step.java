package dev.interline.sdk.subscription;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The smallest thing that mends a finding. */
public sealed interface Step {

    /** Makes the wanted subscription. */
    record Create() implements Step {}

    /**
     * Changes one.
     *
     * @param url where it shall lead; absent if it does
     * @param add events it shall have besides those it has
     * @param enable whether it must be enabled
     */
    record Change(Subscription present, @Nullable String url, Set<String> add, boolean enable) implements Step {

        public Change {
            add = Set.copyOf(add);
        }

        /** All events it has then, in their order. */
        public Set<String> eventsAfter() {
            Set<String> after = new TreeSet<>(present.events());
            after.addAll(add);
            return after;
        }
    }

    /** Removes one: a newer duplicate, or one whose secret nobody has. */
    record Delete(Subscription present) implements Step {}

    /** Takes over the secret that the provider signs with. */
    record AdoptSecret(Subscription present, String secret) implements Step {
        @Override
        public String toString() {
            return "AdoptSecret[" + present.id() + ", ***]";
        }
    }
}
