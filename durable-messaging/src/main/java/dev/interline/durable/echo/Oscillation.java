package dev.interline.durable.echo;

import java.time.Duration;

/**
 * When a field goes back and forth: two systems or more, each at least twice, have set it to one of two values.
 *
 * @param changes how many such changes in a row are too many, at least 3
 * @param window within which time
 */
public record Oscillation(int changes, Duration window) {

    /** @throws IllegalArgumentException if fewer than 4 changes are wanted: two of each system are the fewest */
    public Oscillation {
        if (changes < 4) {
            throw new IllegalArgumentException("An oscillation has at least 4 changes, not " + changes);
        }
        if (!window.isPositive()) {
            throw new IllegalArgumentException("The window of an oscillation is longer than nothing");
        }
    }
}
