package dev.interline.durable.failure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.interline.canonical.message.CanonicalJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The chain of errors behind a failure, outermost first: what kind and where in our code. Never their messages, which may
 * quote payloads; ours are in the failure's own detail.
 */
public record Causes(List<String> chain) {

    private static final int MAX_DEPTH = 15;
    private static final String OURS = "dev.interline.";

    public Causes {
        chain = List.copyOf(chain);
    }

    /** The chain of that error. */
    public static Causes of(Throwable error) {
        List<String> chain = new ArrayList<>();
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = error;
                cause != null && seen.add(cause) && chain.size() < MAX_DEPTH;
                cause = cause.getCause()) {
            String code = cause instanceof FailureException failure
                    ? " " + failure.failure().code()
                    : "";
            chain.add(cause.getClass().getName() + code + place(cause));
        }
        return new Causes(chain);
    }

    /** No error was thrown. */
    public static Causes none() {
        return new Causes(List.of());
    }

    private static String place(Throwable error) {
        StackTraceElement[] stack = error.getStackTrace();
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith(OURS)) {
                return " at " + frame.getClassName().substring(OURS.length()) + "." + frame.getMethodName() + ":"
                        + frame.getLineNumber();
            }
        }
        return "";
    }

    /** As a JSON array of texts. */
    public String toJson() {
        ArrayNode array = CanonicalJson.mapper().createArrayNode();
        chain.forEach(array::add);
        return array.toString();
    }
}
