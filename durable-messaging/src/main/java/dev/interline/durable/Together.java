package dev.interline.durable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;

/**
 * A transaction that takes several messages, each as if it were alone: what many of them write alike is kept until the end
 * and written with one statement.
 */
public final class Together implements JdbiConfig<Together> {

    private final Map<BiConsumer<Handle, ? extends List<?>>, List<Object>> kept = new LinkedHashMap<>();
    private Set<String> messages = Set.of();
    private boolean active;

    /** For Jdbi, which gives each handle its own. */
    public Together() {}

    /**
     * Runs the work; what it keeps back is written before this returns. The transaction must be rolled back if it throws.
     *
     * @param messages the keys of the messages that are taken
     */
    public static <X extends Exception> void run(Handle handle, Set<String> messages, Work<X> work) throws X {
        Together together = handle.getConfig(Together.class);
        together.messages = Set.copyOf(messages);
        together.active = true;
        work.run();
        together.active = false;
        together.write(handle);
    }

    /** What is done with several messages. */
    @FunctionalInterface
    public interface Work<X extends Exception> {
        void run() throws X;
    }

    /** The keys of the messages the transaction takes; none if it takes one only. */
    public static Set<String> messages(Handle handle) {
        return handle.getConfig(Together.class).messages;
    }

    /**
     * Writes the items now, or at the end of a transaction that takes several messages.
     *
     * @param writer the same object every time, so that its items come together; they come in their order
     */
    public static <T> void write(Handle handle, List<T> items, BiConsumer<Handle, List<T>> writer) {
        Together together = handle.getConfig(Together.class);
        if (together.active) {
            together.kept.computeIfAbsent(writer, first -> new ArrayList<>()).addAll(items);
        } else {
            writer.accept(handle, items);
        }
    }

    @SuppressWarnings("unchecked")
    private void write(Handle handle) {
        kept.forEach((writer, items) -> ((BiConsumer<Handle, List<Object>>) writer).accept(handle, items));
        kept.clear();
    }

    /** Nothing is handed on: statements that Jdbi makes of a handle have nothing to keep. */
    @Override
    public Together createCopy() {
        return new Together();
    }
}
