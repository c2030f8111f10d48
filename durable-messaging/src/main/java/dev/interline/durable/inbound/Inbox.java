package dev.interline.durable.inbound;

import dev.interline.durable.Together;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;

/** Remembers, in the transaction of the effect, which messages a consumer has handled. */
public final class Inbox {

    /**
     * Notes the message as handled. Of messages taken together all are noted at the first question: a consumer that asks
     * for one must ask for all.
     *
     * @param consumer who handles it; two consumers may each handle one message
     * @return true the first time; false if this consumer has handled it before, in which case it must do nothing
     */
    public boolean firstSeen(Handle handle, String consumer, String messageKey) {
        Set<String> together = Together.messages(handle);
        if (!together.contains(messageKey)) {
            return !note(handle, consumer, List.of(messageKey)).isEmpty();
        }
        return handle.getConfig(Noted.class)
                .ofConsumer
                .computeIfAbsent(consumer, first -> note(handle, consumer, List.copyOf(together)))
                .remove(messageKey);
    }

    private static Set<String> note(Handle handle, String consumer, List<String> keys) {
        return handle.createQuery("""
                        insert into inbox (consumer, message_key) select :consumer, k from unnest(:keys) as k order by k
                        on conflict do nothing returning message_key""")
                .bind("consumer", consumer)
                .bindArray("keys", String.class, keys)
                .mapTo(String.class)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Of the messages that a transaction takes together, those that each consumer sees for the first time and has not asked for. */
    public static final class Noted implements JdbiConfig<Noted> {

        private final Map<String, Set<String>> ofConsumer = new HashMap<>();

        /** For Jdbi, which gives each handle its own. */
        public Noted() {}

        @Override
        public Noted createCopy() {
            return new Noted();
        }
    }

    /** Whether the consumer has handled the message. */
    public boolean contains(Handle handle, String consumer, String messageKey) {
        return handle.createQuery(
                        "select exists (select 1 from inbox where consumer = :consumer and message_key = :key)")
                .bind("consumer", consumer)
                .bind("key", messageKey)
                .mapTo(Boolean.class)
                .one();
    }
}
