package dev.interline.testkit.route;

import dev.interline.testkit.route.YamlTree.Entry;
import dev.interline.testkit.route.YamlTree.Kind;
import dev.interline.testkit.route.YamlTree.Mapping;
import dev.interline.testkit.route.YamlTree.Scalar;
import dev.interline.testkit.route.YamlTree.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML with the parser Camel uses, but keeps the lines and refuses what a route file never needs. */
final class YamlReader {

    private static final int MAX_DEPTH = 60;
    private static final int MAX_NODES = 20_000;

    /** A file that is not such YAML. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;

        Unreadable(int line, String message) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    private int nodes;

    private YamlReader() {}

    /** @throws Unreadable saying why */
    static YamlTree read(String yaml) throws Unreadable {
        try {
            Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(yaml.replace("\r\n", "\n"));
            if (root.isEmpty()) {
                throw new Unreadable(0, "the file is empty");
            }
            return new YamlReader().tree(root.get(), 0);
        } catch (MarkedYamlEngineException broken) {
            throw new Unreadable(
                    broken.getProblemMark().map(Mark::getLine).orElse(-1) + 1, "not YAML: " + broken.getProblem());
        } catch (YamlEngineException broken) {
            throw new Unreadable(0, "not one YAML document: " + firstLine(broken));
        }
    }

    private YamlTree tree(Node node, int depth) throws Unreadable {
        int line = line(node);
        // An alias is the same node again: it multiplies, or never ends.
        if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            throw new Unreadable(line, "nested too deep or too large; anchors and aliases are not for routes");
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, line, depth);
            case SequenceNode sequence -> {
                List<YamlTree> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(tree(item, depth + 1));
                }
                yield new Sequence(List.copyOf(items), line);
            }
            case ScalarNode scalar -> new Scalar(scalar.getValue(), kind(scalar), line);
            default -> throw new Unreadable(line, "neither mapping, sequence nor scalar");
        };
    }

    private YamlTree mapping(MappingNode mapping, int line, int depth) throws Unreadable {
        List<Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new Unreadable(line(tuple.getKeyNode()), "a key that is not a plain word");
            }
            if (!keys.add(key.getValue())) {
                throw new Unreadable(
                        line(key), "the key '" + key.getValue() + "' stands here twice; only one would count");
            }
            entries.add(new Entry(key.getValue(), line(key), tree(tuple.getValueNode(), depth + 1)));
        }
        return new Mapping(List.copyOf(entries), line);
    }

    private static Kind kind(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.BOOL)) {
            return Kind.BOOLEAN;
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Kind.NUMBER;
        }
        return tag.equals(Tag.NULL) ? Kind.NOTHING : Kind.TEXT;
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    private static String firstLine(Exception broken) {
        return String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
    }
}
