package dev.interline.sandbox.exchange;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Name/value pairs of a query string or a form body, in the order they came. */
public record Parameters(List<Map.Entry<String, String>> pairs) {
    public Parameters {
        pairs = List.copyOf(pairs);
    }

    /** Decodes {@code application/x-www-form-urlencoded}; a malformed escape is kept as it stands. */
    public static Parameters parse(String encoded) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        for (String part : encoded.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                pairs.add(Map.entry(decode(name), decode(value)));
            }
        }
        return new Parameters(pairs);
    }

    public Optional<String> first(String name) {
        return pairs.stream()
                .filter(pair -> pair.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Every value of the name, with comma-separated lists taken apart. */
    public List<String> list(String name) {
        return pairs.stream()
                .filter(pair -> pair.getKey().equals(name))
                .flatMap(pair -> List.of(pair.getValue().split(",")).stream())
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
