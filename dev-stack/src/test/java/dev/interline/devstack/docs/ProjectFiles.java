package dev.interline.devstack.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the project as they lie there, without what a build or a run has made. */
public final class ProjectFiles {

    static final YAMLMapper YAML = new YAMLMapper();

    private static final Set<String> MADE = Set.of("target", ".interline", ".git", "node_modules");

    private ProjectFiles() {}

    /** The folder that holds the {@code interline} command. */
    public static Path root() {
        Path folder = Path.of(System.getProperty("interline.root", ".")).toAbsolutePath();
        for (Path at = folder.normalize(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("interline"))) {
                return at;
            }
        }
        throw new IllegalStateException("no project above " + folder);
    }

    /** All files below a folder whose names end so, in a fixed order. */
    static List<Path> below(String folder, String... endings) {
        Path start = root().resolve(folder).normalize();
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .filter(file -> Stream.iterate(root().relativize(file), Path::getParent)
                            .takeWhile(part -> part != null)
                            .noneMatch(part -> MADE.contains(part.getFileName().toString())))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The main sources of the product's modules; the sandbox is not part of the product. */
    static List<Path> mainSources() {
        return below("", ".java", ".yaml").stream()
                .filter(file -> file.toString().contains("/src/main/"))
                .filter(file -> !module(file).equals("provider-sandbox"))
                .toList();
    }

    /** The module a file belongs to. */
    static String module(Path file) {
        return root().relativize(file).getName(0).toString();
    }

    /** How messages of a test name a file. */
    static String name(Path file) {
        return root().relativize(file).toString();
    }

    static String read(String file) {
        return read(root().resolve(file));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The documents of a YAML or JSON file. */
    static List<JsonNode> documents(Path file) {
        return documents(read(file));
    }

    static List<JsonNode> documents(String yaml) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return documents.readAll();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The first group of every match, sorted, each once. */
    static Set<String> found(String regex, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(regex).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
