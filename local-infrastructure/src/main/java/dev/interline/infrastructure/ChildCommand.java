package dev.interline.infrastructure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a child process.
 *
 * @param name what a person calls it
 * @param arguments program and arguments; never a secret, as every user of the machine can read them
 * @param environment variables set in addition to the parent's
 * @param log file that gets everything the child prints, appended
 * @param lifetime whether it ends with its parent
 */
public record ChildCommand(
        String name, List<String> arguments, Map<String, String> environment, Path log, Lifetime lifetime) {
    public ChildCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
