package dev.interline.sdk.mapping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a mapping without running it: its fields with their lines, the paths it reads, and that it is made of
 * nothing that could run without end. Without functions of its own, variables, pipes and loops in loops, each part of an
 * expression is visited at most once for every element of one array, and no value grows beyond the text times its input.
 */
final class MappingText {

    private static final int MAX_LENGTH = 32_768;
    private static final int MAX_DEPTH = 40;
    private static final Set<String> WORDS = Set.of("def", "let", "import");
    private static final Set<String> FUNCTIONS = Set.of("now", "random", "uuid", "capture");

    private enum Kind {
        WORD,
        STRING,
        SYMBOL
    }

    private record Token(Kind kind, String text, int start, int end) {
        boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }
    }

    /**
     * One member of the object a mapping makes.
     *
     * @param start where its text begins, and {@code end} where it ends
     */
    record Field(String name, int start, int end) {}

    private final String file;
    private final String text;
    private final List<Token> tokens;
    private final List<Field> fields;

    /** @throws MappingRefused if it is not one object, or made of what is not allowed */
    MappingText(String file, String text) {
        this.file = file;
        this.text = text;
        if (text.length() > MAX_LENGTH) {
            throw new MappingRefused(file, 1, "a mapping has at most " + MAX_LENGTH + " characters");
        }
        this.tokens = tokens();
        requireBounded();
        this.fields = topLevel();
    }

    List<Field> fields() {
        return fields;
    }

    /** The line of a place in the text, from 1. */
    int lineAt(int place) {
        return 1
                + (int) text.substring(0, Math.min(place, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** The line in which a field reads a member of that name; the field's first if none does. */
    int lineReading(Field field, String member) {
        for (int i = 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.start() >= field.start()
                    && token.end() <= field.end()
                    && token.text().equals(member)
                    && tokens.get(i - 1).is(".")) {
                return lineAt(token.start());
            }
        }
        return lineAt(field.start());
    }

    /** The text of one field alone, at its place, as an object. */
    String alone(Field field) {
        return text.substring(0, field.start()).replaceAll("[^\n]", " ") + "{"
                + text.substring(field.start(), field.end()) + "}";
    }

    /** The members of the input that are read, by name: the first of each path. */
    SortedSet<String> reads() {
        SortedSet<String> names = new TreeSet<>();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).is(".") && beginsPath(i) && tokens.get(i + 1).kind() != Kind.SYMBOL) {
                names.add(tokens.get(i + 1).text());
            }
        }
        return names;
    }

    /** Whether the dot there begins a path: what goes on with one ends just before it. */
    private boolean beginsPath(int dot) {
        if (dot == 0) {
            return true;
        }
        Token before = tokens.get(dot - 1);
        boolean canGoOn = before.kind() != Kind.SYMBOL || before.is(")") || before.is("]");
        return !canGoOn || before.end() < tokens.get(dot).start();
    }

    private List<Token> tokens() {
        List<Token> found = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (text.startsWith("//", i)) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (c == '"') {
                int end = endOfString(i);
                found.add(new Token(Kind.STRING, text.substring(i + 1, end - 1), i, end));
                i = end;
            } else if (Character.isLetterOrDigit(c) || c == '_') {
                int end = i;
                while (end < text.length() && isWordPart(text.charAt(end))) {
                    end++;
                }
                found.add(new Token(Kind.WORD, text.substring(i, end), i, end));
                i = end;
            } else {
                found.add(new Token(Kind.SYMBOL, String.valueOf(c), i, i + 1));
                i++;
            }
        }
        return found;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    private int endOfString(int start) {
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        throw new MappingRefused(file, lineAt(start), "a text has no end");
    }

    private void requireBounded() {
        // For every open bracket: its end, and whether a loop is in it.
        Deque<Boolean> loops = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean member = i > 0 && tokens.get(i - 1).is(".");
            boolean called = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
            if (token.kind() == Kind.WORD && !member) {
                String word = token.text().toLowerCase(Locale.ROOT);
                if (WORDS.contains(word)) {
                    throw refused(token, "'" + word + "' is not allowed: a mapping is one plain object");
                }
                if (called && FUNCTIONS.contains(word)) {
                    throw refused(token, "the function " + word + " is not allowed: see the functions of mappings");
                }
                if (word.equals("for")) {
                    if (loops.contains(true)) {
                        throw refused(token, "a loop in a loop is not allowed");
                    }
                    if (!loops.isEmpty()) {
                        loops.pop();
                        loops.push(true);
                    }
                }
            } else if (token.is("|") || token.is("*") || token.is("$")) {
                throw refused(
                        token, "'" + token.text() + "' is not allowed: a mapping names each field and its source");
            } else if (token.is("{") || token.is("[") || token.is("(")) {
                loops.push(false);
                if (loops.size() > MAX_DEPTH) {
                    throw refused(token, "more than " + MAX_DEPTH + " brackets are open");
                }
            } else if (token.is("}") || token.is("]") || token.is(")")) {
                if (loops.poll() == null) {
                    throw refused(token, "there is no bracket to close");
                }
            }
        }
    }

    private List<Field> topLevel() {
        if (tokens.isEmpty() || !tokens.getFirst().is("{") || !tokens.getLast().is("}")) {
            throw new MappingRefused(file, 1, "a mapping is one object: {\"field\": expression, …}");
        }
        List<Field> found = new ArrayList<>();
        int depth = 0;
        @Nullable Token first = null;
        for (Token token : tokens) {
            boolean opens = token.is("{") || token.is("[") || token.is("(");
            boolean closes = token.is("}") || token.is("]") || token.is(")");
            if (closes) {
                depth--;
            }
            boolean ends = (depth == 0 && closes) || (depth == 1 && token.is(","));
            if (ends && first != null) {
                found.add(new Field(nameOf(first), first.start(), token.start()));
                first = null;
            } else if (!ends && depth >= 1 && first == null) {
                first = token;
            }
            if (depth == 0 && closes && token.end() < tokens.getLast().end()) {
                throw refused(token, "a mapping is one object, and here it ends");
            }
            if (opens) {
                depth++;
            }
        }
        return List.copyOf(found);
    }

    private String nameOf(Token first) {
        if (first.kind() != Kind.STRING) {
            throw refused(first, "a field begins with its name in quotes");
        }
        return first.text();
    }

    private MappingRefused refused(Token token, String why) {
        return new MappingRefused(file, lineAt(token.start()), why);
    }
}
