package dev.interline.infrastructure;

/** What happens to a child process when the process that started it is gone, however it went. */
public enum Lifetime {
    /** The child is ended with its parent, also when the parent was killed with {@code kill -9}. */
    WITH_PARENT,
    /** The child keeps running; whoever wants it gone needs its pid. */
    OUTLIVES_PARENT
}
