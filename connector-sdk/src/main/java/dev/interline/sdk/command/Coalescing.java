package dev.interline.sdk.command;

import dev.interline.canonical.CanonicalCommand;
import org.jspecify.annotations.Nullable;

/** Which commands of a lane a newer one makes needless, as each carries the whole wanted state. */
@FunctionalInterface
public interface Coalescing {

    /** The same for commands of which only the newest counts; absent for a command that must run. */
    @Nullable
    String keyOf(CanonicalCommand command);
}
