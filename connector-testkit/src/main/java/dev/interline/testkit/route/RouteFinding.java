package dev.interline.testkit.route;

import java.nio.file.Path;

/**
 * One thing that is wrong with a route file.
 *
 * @param line where in the file, counted from 1; 0 if the whole file or its place is meant
 * @param rule the rule's name, stable enough to search for
 * @param wrong what is wrong, and what it would do to messages
 * @param remedy what to do about it
 */
public record RouteFinding(Path file, int line, String rule, String wrong, String remedy) {

    /** One line: {@code file:line  rule  what is wrong — what to do}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + "  " + rule + "  " + wrong + " — " + remedy;
    }
}
