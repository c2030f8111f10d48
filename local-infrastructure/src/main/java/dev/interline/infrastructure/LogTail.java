package dev.interline.infrastructure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The end of a log file, fit to be shown to a person: whatever looks like a secret is blanked out. */
public final class LogTail {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Pattern NAMED_SECRET = Pattern.compile(
            "(?i)((?:password|passwd|secret|secrets|token|api[-_]?key|authorization)[\\w.\\[\\]-]*\"?\\s*[=:]\\s*\"?)"
                    + "(?:(?:bearer|basic)\\s+)?[^\\s\"&,;}]+");
    private static final Pattern KNOWN_SHAPE =
            Pattern.compile("\\b(?:whsec_|sk_test_|sk_live_|rk_test_|rk_live_|pat-[a-z0-9]+-|itl_)[\\w-]+");

    private LogTail() {}

    /**
     * @param log the file; a missing one has no lines
     * @param lines how many lines at most, counted from the end
     */
    public static List<String> of(Path log, int lines) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - MAX_BYTES);
            file.seek(start);
            var bytes = new byte[(int) (file.length() - start)];
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size()).stream()
                    .map(LogTail::withoutSecrets)
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** The line with the values of secrets replaced by {@code ***}. */
    public static String withoutSecrets(String line) {
        String named = NAMED_SECRET.matcher(line).replaceAll("$1***");
        return KNOWN_SHAPE.matcher(named).replaceAll("***");
    }

    static String indented(Path log, int lines) {
        List<String> tail = of(log, lines);
        return tail.isEmpty() ? "  (its log is empty)" : "  " + String.join(System.lineSeparator() + "  ", tail);
    }
}
