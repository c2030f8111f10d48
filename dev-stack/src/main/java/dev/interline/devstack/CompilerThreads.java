package dev.interline.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The threads in which a Java process compiles what it runs. */
final class CompilerThreads {

    /** What Linux counts CPU time in, whatever the kernel's own clock is: {@code USER_HZ} of proc(5). */
    private static final long TICKS_PER_SECOND = 100;

    private CompilerThreads() {}

    /** The CPU time they have used so far; nothing where there is no {@code /proc}, or no such process any more. */
    static Duration cpu(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            long ticks =
                    threads.mapToLong(thread -> ticks(thread.resolve("stat"))).sum();
            return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
        } catch (IOException gone) {
            return Duration.ZERO;
        }
    }

    /** The fields 14 and 15, user and system time; the second is the thread's name, in parentheses. */
    private static long ticks(Path stat) {
        try {
            String line = Files.readString(stat);
            int name = line.indexOf('(');
            int behindName = line.lastIndexOf(')');
            if (!line.substring(name, behindName).contains("CompilerThre")) {
                return 0;
            }
            String[] fields = line.substring(behindName + 2).split(" ");
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException ended) {
            return 0;
        }
    }
}
