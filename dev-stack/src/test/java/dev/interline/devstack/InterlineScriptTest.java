package dev.interline.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.devstack.docs.ProjectFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Java the `interline` script takes, with JDKs that say what they are told to. */
final class InterlineScriptTest {
    private static final String RUN = "the stand-in's Java was run";

    private final Path root;

    InterlineScriptTest(@TempDir Path folder) throws Exception {
        root = folder;
        Files.copy(ProjectFiles.root().resolve("interline"), root.resolve("interline"));
        Path launcher = root.resolve("dev-stack/target/dev-stack.jar");
        Files.createDirectories(launcher.getParent());
        Files.createFile(launcher);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javac 21",
                "javac 25.0.1",
                "javac 26-ea",
                "Picked up JAVA_TOOL_OPTIONS: -Dfile.encoding=UTF-8\njavac 25.0.1",
            })
    void takesTheJdkOfJavaHome(String version) throws Exception {
        // Given
        Path jdk = jdk(version);

        // When
        String said = run(jdk, "status");

        // Then
        assertThat(said).contains(RUN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javac 17.0.12", "javac 1.8.0_402", "Error: could not find libjava.so", ""})
    void leavesOneThatIsTooOldOrBroken(String version) throws Exception {
        // Given
        Path jdk = jdk(version);

        // When
        String said = run(jdk, "status");

        // Then
        assertThat(said).isNotEmpty().doesNotContain(RUN);
    }

    private Path jdk(String version) throws Exception {
        Path home = root.resolve("jdk");
        program(home.resolve("bin/javac"), "printf '%s\\n' '" + version + "' >&2");
        program(home.resolve("bin/java"), "echo \"" + RUN + "\"");
        return home;
    }

    private static void program(Path file, String line) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String run(Path jdk, String command) throws Exception {
        Path output = root.resolve("output");
        var builder = new ProcessBuilder("bash", root.resolve("interline").toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("JAVA_HOME", jdk.toString()));
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
