package dev.interline.durable.replay;

import dev.interline.durable.failure.DeadLetter;
import dev.interline.durable.failure.DeadLetterDesk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Dead letters, tried again one after the other. */
public final class DeadLetterReplay implements ReplaySource {

    private final DeadLetterDesk desk;

    public DeadLetterReplay(DeadLetterDesk desk) {
        this.desk = desk;
    }

    @Override
    public Kind kind() {
        return Kind.DEAD_LETTERS;
    }

    @Override
    public long count(Handle handle, Filter filter) {
        return desk.count(handle, filter.withDefaultState("OPEN"));
    }

    /** In order of their ids, which are in order of time. */
    @Override
    public List<Item> next(Handle handle, Filter filter, Instant afterAt, String afterId, int limit) {
        UUID after = afterId.isEmpty() ? null : UUID.fromString(afterId);
        return desk.list(handle, filter.withDefaultState("OPEN"), after, limit).stream()
                .map(letter -> new Item(letter.createdAt(), letter.id().toString(), letter.type(), letter.subject()))
                .toList();
    }

    @Override
    public Optional<String> take(Handle handle, Item item, ReplayMark mark, String actor) {
        Optional<DeadLetter> letter = desk.find(handle, UUID.fromString(item.id()));
        return letter.isEmpty() ? Optional.of("it is gone") : desk.retry(handle, letter.get(), actor, mark);
    }
}
