package dev.interline.durable.inbound;

import org.jdbi.v3.core.Handle;

/** Remembers, in the transaction of the effect, which messages a consumer has handled. */
public final class Inbox {

    /**
     * Notes the message as handled.
     *
     * @param consumer who handles it; two consumers may each handle one message
     * @return true the first time; false if this consumer has handled it before, in which case it must do nothing
     */
    public boolean firstSeen(Handle handle, String consumer, String messageKey) {
        return handle.createUpdate("""
                                insert into inbox (consumer, message_key) values (:consumer, :key)
                                on conflict do nothing""")
                        .bind("consumer", consumer)
                        .bind("key", messageKey)
                        .execute()
                == 1;
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
