package dev.interline.durable.echo;

import java.time.Duration;

/**
 * When a field goes back and forth: two systems have set it in turn, each to the value it had set before.
 *
 * @param changes how many such changes in a row are too many, at least 3
 * @param window within which time
 */
public record Oscillation(int changes, Duration window) {

    /** @throws IllegalArgumentException if fewer than 3 changes are wanted: two are one change and its answer */
    public Oscillation {
        if (changes < 3) {
            throw new IllegalArgumentException("An oscillation has at least 3 changes, not " + changes);
        }
        if (!window.isPositive()) {
            throw new IllegalArgumentException("The window of an oscillation is longer than nothing");
        }
    }
}
