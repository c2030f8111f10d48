package dev.interline.devstack;

import dev.interline.infrastructure.LogTail;
import java.nio.file.Path;
import java.util.List;

/**
 * One process of the running stack.
 *
 * @param name what a person calls it
 * @param handle the process
 * @param log everything it printed
 * @param release lets it outlive this JVM
 */
record StackProcess(String name, ProcessHandle handle, Path log, Runnable release) {
    private static final int LINES_SHOWN = 30;

    long pid() {
        return handle.pid();
    }

    /** What to tell a person when the process has ended although it should run. */
    DevStackFailure died() {
        return failure("ended unexpectedly");
    }

    DevStackFailure failure(String what) {
        List<String> tail = LogTail.of(log, LINES_SHOWN);
        String shown = tail.isEmpty() ? "(empty)" : String.join(System.lineSeparator() + "  ", tail);
        return new DevStackFailure("%s %s. The end of its log %s:%n  %s".formatted(name, what, log, shown));
    }
}
