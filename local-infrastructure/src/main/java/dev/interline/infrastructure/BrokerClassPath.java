package dev.interline.infrastructure;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The jars a broker needs and nothing else, picked out of the class path this JVM runs with: what the users of this
 * module bring along (other log bindings, other frameworks) stays out of the broker.
 */
final class BrokerClassPath {
    private static final String NAMES = "/META-INF/interline/broker-class-path.txt";
    private static final List<String> LOG_FRAMEWORK =
            List.of("log4j-api.jar", "log4j-core.jar", "log4j-slf4j2-impl.jar");
    private static final Pattern VERSION = Pattern.compile("-\\d[\\w.-]*\\.jar$");

    private BrokerClassPath() {}

    /**
     * @param folder gets the broker's log framework, which travels inside this module's jar
     * @return the value for {@code java -cp}
     */
    static String below(Path folder) {
        List<String> classPath = new ArrayList<>();
        for (String jar : LOG_FRAMEWORK) {
            classPath.add(unpacked(jar, folder).toString());
        }
        classPath.addAll(pick(wantedJars(), System.getProperty("java.class.path")));
        return String.join(File.pathSeparator, classPath);
    }

    /** Another module may have settled on another version of the same jar, so the version is not compared. */
    static List<String> pick(List<String> wanted, String classPath) {
        Map<String, String> present = new LinkedHashMap<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            present.putIfAbsent(artifact(entry.substring(entry.lastIndexOf('/') + 1)), entry);
        }
        List<String> picked = new ArrayList<>();
        for (String jar : wanted) {
            String entry = present.get(artifact(jar));
            if (entry == null) {
                throw new InfrastructureFailure("Kafka needs " + jar
                        + ", which is not on the class path. Depend on local-infrastructure without excluding it, and"
                        + " start Java with -cp instead of -jar.");
            }
            picked.add(entry);
        }
        return picked;
    }

    private static String artifact(String jar) {
        return VERSION.matcher(jar).replaceFirst("");
    }

    private static List<String> wantedJars() {
        try (InputStream names = resource(NAMES)) {
            String all = new String(names.readAllBytes(), StandardCharsets.UTF_8).trim();
            return List.of(all.split("\\|", -1)).stream()
                    .map(name -> name.substring(name.lastIndexOf('/') + 1))
                    .toList();
        } catch (IOException e) {
            throw new InfrastructureFailure("The list of Kafka's jars is unreadable. Build this module again.", e);
        }
    }

    private static Path unpacked(String jar, Path folder) {
        Path target = folder.resolve(jar).toAbsolutePath();
        try (InputStream content = resource("/META-INF/interline/" + jar)) {
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
            return target;
        } catch (IOException e) {
            throw new InfrastructureFailure(
                    "Kafka's folder " + folder + " cannot be written: " + e.getMessage()
                            + ". Check free space and permissions.",
                    e);
        }
    }

    private static InputStream resource(String name) {
        InputStream stream = BrokerClassPath.class.getResourceAsStream(name);
        if (stream == null) {
            throw new InfrastructureFailure(
                    name + " is missing from local-infrastructure. Build that module again with Maven.");
        }
        return stream;
    }
}
