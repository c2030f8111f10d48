package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    private static final Pattern DEFAULT = Pattern.compile("@WithDefault\\(\"(.*)\"\\)");
    private static final Pattern INTERFACE = Pattern.compile("interface (\\w+) \\{");
    private static final Pattern MAP = Pattern.compile("Map<String, (\\w+)>");
    private static final String NONE = "(no default)";
    private static final Pattern GETTER = Pattern.compile("^\\s+([A-Z][\\w<>, ]*|int|boolean|long) (\\w+)\\(\\);");

    @Test
    void everyKeyIsExplainedWithItsDefaultAndNoOtherIs() {
        // Given
        String declared = ProjectFiles.read("service-runtime/src/main/java/dev/interline/runtime/InterlineConfig.java");

        // When
        Map<String, String> explained = new TreeMap<>();
        Matcher rows = Pattern.compile("(?m)^\\| `(interline\\.[^`]+)` \\| (?:`([^`]*)`|[a-z ]+) \\|")
                .matcher(ProjectFiles.read("docs/reference/config.md"));
        while (rows.find()) {
            explained.put(rows.group(1).replaceAll("<\\w+>", "*"), rows.group(2) == null ? NONE : rows.group(2));
        }

        // Then
        assertThat(explained).isNotEmpty().isEqualTo(keysOf(declared));
    }

    private record Getter(String owner, String type, String key, String preset) {}

    /** Keys and defaults of the mapping, read from its source: loading it would take all of Quarkus. */
    private static Map<String, String> keysOf(String source) {
        List<Getter> getters = getters(source);
        Map<String, String> keys = new TreeMap<>();
        for (Getter top : getters) {
            if (top.owner().equals("InterlineConfig")) {
                Matcher map = MAP.matcher(top.type());
                String group = map.matches() ? map.group(1) : top.type();
                String prefix = "interline." + top.key() + (map.matches() ? ".*." : ".");
                List<Getter> leaves = getters.stream()
                        .filter(leaf -> leaf.owner().equals(group))
                        .toList();
                leaves.forEach(leaf -> keys.put(prefix + leaf.key() + (isMap(leaf) ? ".*" : ""), leaf.preset()));
                if (leaves.isEmpty()) {
                    keys.put("interline." + top.key() + (top.type().startsWith("Map<") ? ".*" : ""), top.preset());
                }
            }
        }
        return keys;
    }

    private static boolean isMap(Getter getter) {
        return MAP.matcher(getter.type()).matches();
    }

    private static List<Getter> getters(String source) {
        List<Getter> getters = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>();
        String preset = NONE;
        for (String line : source.lines().toList()) {
            Matcher begins = INTERFACE.matcher(line);
            Matcher defaults = DEFAULT.matcher(line);
            Matcher getter = GETTER.matcher(line);
            if (begins.find()) {
                open.push(begins.group(1));
            } else if (defaults.find()) {
                preset = defaults.group(1);
            } else if (getter.find()) {
                String key = getter.group(2).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
                getters.add(new Getter(open.element(), getter.group(1), key, preset));
                preset = NONE;
            } else if (line.strip().equals("}")) {
                open.pop();
            }
        }
        return getters;
    }
}
