package dev.interline.durable.outbound;

import dev.interline.durable.StoredJson;
import dev.interline.durable.Together;
import java.util.List;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/**
 * Messages written in the transaction of the effect they tell of; the relay brings them to Kafka.
 *
 * <p>Messages of one key reach the topic in the order of their ids. So whoever writes two for one key in two
 * transactions must hold a row lock of that entity while writing: ids are given before the commit.
 */
public final class Outbox {

    /** Into how many shards the keys are divided; each is relayed by one process at a time. Fixed for ever. */
    public static final int SHARDS = 16;

    private final Runnable afterCommit;
    private final BiConsumer<Handle, List<OutboxMessage>> writer = this::insert;

    /** @param afterCommit called when a transaction with messages has committed: wakes the relay */
    public Outbox(Runnable afterCommit) {
        this.afterCommit = afterCommit;
    }

    /** Writes the messages in the caller's transaction, in their order. */
    public void append(Handle handle, List<OutboxMessage> messages) {
        if (!messages.isEmpty()) {
            Together.write(handle, messages, writer);
        }
    }

    private void insert(Handle handle, List<OutboxMessage> messages) {
        handle.createUpdate("""
                        insert into outbox (shard, topic, record_key, envelope, payload)
                        select m.shard, m.topic, m.record_key, m.envelope, m.payload
                        from unnest(:shards, :topics, :keys, :envelopes, :payloads) with ordinality
                             as m(shard, topic, record_key, envelope, payload, position)
                        order by m.position""")
                .bindArray(
                        "shards",
                        Integer.class,
                        messages.stream().map(m -> shardOf(m.envelope().key())).toList())
                .bindArray(
                        "topics",
                        String.class,
                        messages.stream().map(OutboxMessage::topic).toList())
                .bindArray(
                        "keys",
                        String.class,
                        messages.stream().map(m -> m.envelope().key()).toList())
                .bindArray(
                        "envelopes",
                        String.class,
                        messages.stream()
                                .map(m -> StoredJson.write(m.envelope()))
                                .toList())
                .bindArray(
                        "payloads",
                        String.class,
                        messages.stream().map(OutboxMessage::payload).toList())
                .execute();
        handle.afterCommit(afterCommit::run);
    }

    /** The shard of a key. */
    static int shardOf(String key) {
        return Math.floorMod(key.hashCode(), SHARDS);
    }
}
