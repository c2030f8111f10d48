package dev.interline.devstack.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values that must never be in a log: every secret of the stack, and a mark in every e-mail address. */
final class Canary {
    private static final String MAILBOX = "canary-";
    private static final int SHORTEST = 12;

    private final Map<String, String> nameByValue = new LinkedHashMap<>();

    /** @param secrets value by name */
    Canary(Map<String, String> secrets) {
        secrets.forEach((name, value) -> {
            if (value.length() >= SHORTEST) {
                nameByValue.put(value, "the secret " + name);
            }
        });
        nameByValue.put(MAILBOX, "a customer's e-mail address");
    }

    /** The part of a company's e-mail address before the @. */
    static String mailbox(String company) {
        return MAILBOX + company;
    }

    /** What of all that is in the logs, one finding per value and log. */
    List<Violation> findIn(List<Path> logs) {
        List<Violation> found = new ArrayList<>();
        for (Path log : logs) {
            Map<String, Integer> lineByValue = new LinkedHashMap<>();
            try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
                int number = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    for (String value : nameByValue.keySet()) {
                        if (line.contains(value)) {
                            lineByValue.putIfAbsent(value, number);
                        }
                    }
                }
            } catch (MalformedInputException impossible) {
                throw new IllegalStateException("every byte is a character of ISO 8859-1", impossible);
            } catch (IOException e) {
                throw new UncheckedIOException(log + " cannot be read", e);
            }
            lineByValue.forEach((value, line) -> found.add(new Violation(
                    Violation.Kind.SECRET_IN_LOG,
                    nameByValue.get(value) + " in " + log.getFileName() + " line " + line)));
        }
        return found;
    }
}
