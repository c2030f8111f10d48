package dev.interline.durable.sync;

import java.time.Instant;

/**
 * A place in what a provider lists, in order of time and id; what the two mean is the source's own affair, as some providers
 * only have an opaque word for it.
 *
 * @param at the time of the last record read, to the microsecond
 * @param id tells apart what has one time
 */
public record Cursor(Instant at, String id) {}
