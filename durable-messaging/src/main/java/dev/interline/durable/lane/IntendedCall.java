package dev.interline.durable.lane;

import java.util.SortedMap;

/**
 * A call that a dry run did not send.
 *
 * @param request method and path
 * @param differences per field what the provider has now and what the call would write; empty if nothing can be compared
 * @param note why there is nothing to compare, or what the comparison showed, in one sentence
 */
public record IntendedCall(String operation, String request, SortedMap<String, Difference> differences, String note) {

    /** A field's value at the provider now, and the one that would be written. */
    public record Difference(String now, String then) {}
}
