package dev.interline.testkit.route;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks route files: against Camel's schema, against the rules of the house, and by a dry load.
 *
 * <p>The files of one folder are the routes of one service: ids and {@code direct:} names are theirs, not those of other
 * services. The dry load of a service runs once the two stages before it find nothing wrong with it.
 */
public final class RouteCheck {

    private static final Set<String> NOT_PRODUCT = Set.of("target", "node_modules", ".git", ".interline");

    private RouteCheck() {}

    /**
     * Checks every {@code *.camel.yaml} below the given directories, except in {@code target} and {@code src/test}; a path
     * may be a single file too, which is then checked with the others of its folder.
     *
     * @return the findings by file and line; empty if all is well
     * @throws IllegalArgumentException if a path does not exist, or if there is no route file at all: a check of nothing
     *     must not look like success
     */
    public static List<RouteFinding> below(Path... paths) {
        return check(filesBelow(paths));
    }

    private static List<RouteFinding> check(Set<Path> files) {
        CamelSchema schema = CamelSchema.ofThisCamel();
        Map<Path, List<Path>> services = new TreeMap<>();
        for (Path file : files) {
            Path folder = file.toAbsolutePath().normalize().getParent();
            services.computeIfAbsent(folder == null ? Path.of("/") : folder, any -> new ArrayList<>())
                    .add(file);
        }
        List<RouteFinding> findings = new ArrayList<>();
        services.forEach((folder, routes) -> findings.addAll(service(schema, folder, routes)));
        findings.sort(Comparator.comparing((RouteFinding finding) -> finding.file())
                .thenComparing(RouteFinding::line)
                .thenComparing(RouteFinding::rule));
        return List.copyOf(findings);
    }

    private static List<RouteFinding> service(CamelSchema schema, Path folder, List<Path> paths) {
        Map<Path, Findings> findings = new LinkedHashMap<>();
        List<RouteFile> files = new ArrayList<>();
        RoutePolicy policy = new RoutePolicy(Channels.beside(folder));
        for (Path path : paths) {
            Findings of = new Findings(path);
            findings.put(path, of);
            try {
                String yaml = Files.readString(path, StandardCharsets.UTF_8);
                RouteFile file = new RouteFile(path, yaml, YamlReader.read(yaml));
                schema.check(file, of);
                policy.check(file, of);
                files.add(file);
            } catch (YamlReader.Unreadable broken) {
                of.add(broken.line(), "yaml", String.valueOf(broken.getMessage()), "write one plain YAML document");
            } catch (MalformedInputException broken) {
                of.add(0, "yaml", "the file is not UTF-8", "save it as UTF-8");
            } catch (IOException broken) {
                throw new UncheckedIOException(path + " cannot be read", broken);
            }
        }
        ServicePolicy.check(files, file -> findings.getOrDefault(file.path(), new Findings(file.path())));
        if (findings.values().stream().allMatch(of -> of.all().isEmpty())) {
            DryLoad.check(files, file -> findings.getOrDefault(file.path(), new Findings(file.path())));
        }
        return findings.values().stream().flatMap(of -> of.all().stream()).toList();
    }

    private static Set<Path> filesBelow(Path... paths) {
        Set<Path> files = new TreeSet<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new IllegalArgumentException(path + " does not exist");
            }
            try {
                Path start = Files.isDirectory(path) ? path : siblingsOf(path);
                Files.walkFileTree(start, new RouteFiles(start, files));
            } catch (IOException broken) {
                throw new UncheckedIOException(path + " cannot be searched", broken);
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("There is no *" + RouteFile.SUFFIX + " below " + List.of(paths));
        }
        return files;
    }

    private static Path siblingsOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static final class RouteFiles extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Set<Path> files;

        RouteFiles(Path root, Set<Path> files) {
            this.root = root;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean below = !directory.equals(root);
            boolean skipped = below
                    && (NOT_PRODUCT.contains(String.valueOf(directory.getFileName()))
                            || directory.endsWith("src/test"));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (String.valueOf(file.getFileName()).endsWith(RouteFile.SUFFIX)) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }

    /**
     * Prints what is wrong, one line each.
     *
     * @return 0 if all is well, 1 if something is wrong or there was nothing to check
     */
    static int run(PrintStream out, Path... paths) {
        try {
            Set<Path> files = filesBelow(paths);
            List<RouteFinding> findings = check(files);
            findings.forEach(out::println);
            out.println(
                    findings.isEmpty()
                            ? files.size() + " routes are well."
                            : findings.size() + " findings in " + files.size() + " routes.");
            return findings.isEmpty() ? 0 : 1;
        } catch (IllegalArgumentException nothingToCheck) {
            out.println(nothingToCheck.getMessage());
            return 1;
        }
    }

    /** Checks the routes below the given directories or modules and ends with 0 or 1. */
    public static void main(String... directoriesOrModules) {
        Path[] paths = new Path[directoriesOrModules.length];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = Path.of(directoriesOrModules[i]);
        }
        int status = run(System.out, paths);
        System.out.flush();
        System.exit(status);
    }
}
