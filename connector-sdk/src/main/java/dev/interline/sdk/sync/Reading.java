package dev.interline.sdk.sync;

import dev.interline.durable.sync.Cursor;
import dev.interline.durable.sync.Sync;
import dev.interline.durable.sync.Window;
import dev.interline.sdk.Connection;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page to be read.
 *
 * @param kind changes since a time, history, or all that is there
 * @param after where the page before ended; absent for the first
 */
public record Reading(
        Connection connection,
        Sync.Kind kind,
        Window window,
        @Nullable Cursor after) {

    /** The name under which a stored page says what it lists; no header of a request begins so. */
    public static final String RESOURCE = ":sync";

    private static final String KIND = ":sync-kind";
    private static final String FROM = ":sync-from";
    private static final String UNTIL = ":sync-until";

    /** What is kept beside a stored page, so that it can be read again by a later mapping. */
    Map<String, String> kept(String resource) {
        return Map.of(
                RESOURCE, resource,
                KIND, kind.name(),
                FROM, window.from().toString(),
                UNTIL, window.until().toString());
    }

    /** The reading of a stored page. */
    public static Reading ofKept(Connection connection, Map<String, String> kept) {
        return new Reading(
                connection,
                Sync.Kind.valueOf(kept.getOrDefault(KIND, Sync.Kind.SYNC.name())),
                new Window(Instant.parse(kept.getOrDefault(FROM, "")), Instant.parse(kept.getOrDefault(UNTIL, ""))),
                null);
    }
}
