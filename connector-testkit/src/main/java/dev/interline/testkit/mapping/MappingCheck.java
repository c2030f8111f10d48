package dev.interline.testkit.mapping;

import dev.interline.sdk.mapping.MappingExpression;
import dev.interline.sdk.mapping.MappingSample;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks mapping files without any service: each compiles, has golden samples, and makes of them what they say. */
public final class MappingCheck {

    private static final String FILES = "src/main/resources/mappings";

    private MappingCheck() {}

    /**
     * What a check has found.
     *
     * @param mappings how many files were checked, and {@code samples} how many inputs
     */
    public record Result(int mappings, int samples, List<String> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Checks the mappings of the modules in a folder, or of the one module the folder is.
     *
     * @throws IllegalArgumentException if there is none: a check of nothing must not look like success
     */
    public static Result below(Path folder) {
        List<String> problems = new ArrayList<>();
        int samples = 0;
        List<Path> files = files(folder);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("There is no mapping below " + folder);
        }
        for (Path file : files) {
            String name = folder.relativize(file).toString();
            Path beside = Path.of(file.toString().replaceAll("\\.jslt$", ".samples.json"));
            try {
                MappingExpression mapping = MappingExpression.compile(name, Files.readString(file));
                List<MappingSample> golden = MappingSample.read(Files.readString(beside));
                samples += golden.size();
                MappingSample.problems(mapping, golden).forEach(problem -> problems.add(name + ": " + problem));
            } catch (IllegalArgumentException refused) {
                problems.add(String.valueOf(refused.getMessage()));
            } catch (IOException missing) {
                problems.add(name + ": its golden samples cannot be read: " + folder.relativize(beside));
            }
        }
        return new Result(files.size(), samples, problems);
    }

    private static List<Path> files(Path folder) {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(folder)) {
            for (Path module :
                    Stream.concat(Stream.of(folder), modules.sorted()).toList()) {
                if (Files.isDirectory(module.resolve(FILES))) {
                    try (Stream<Path> files = Files.walk(module.resolve(FILES))) {
                        files.filter(file -> file.toString().endsWith(".jslt"))
                                .sorted()
                                .forEach(found::add);
                    }
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return found;
    }

    /** @param arguments the folder with the modules */
    public static void main(String[] arguments) {
        System.exit(run(Path.of(arguments[0]), System.out));
    }

    static int run(Path folder, PrintStream out) {
        Result result = below(folder);
        result.problems().forEach(out::println);
        out.println(result.mappings() + " mappings, " + result.samples() + " samples, "
                + result.problems().size() + " problems.");
        return result.problems().isEmpty() ? 0 : 1;
    }
}
