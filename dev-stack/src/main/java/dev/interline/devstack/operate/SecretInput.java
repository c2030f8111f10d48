package dev.interline.devstack.operate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Secrets come by standard input, a line each: arguments can be seen by others and stay in the shell's history. */
final class SecretInput {

    private SecretInput() {}

    /** That many lines without the space around them; a line that is missing is empty. */
    static List<String> lines(int count) {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                String line = input.readLine();
                lines.add(line == null ? "" : line.strip());
            }
            return lines;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
