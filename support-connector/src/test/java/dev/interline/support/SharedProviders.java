package dev.interline.support;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Recorded material of providers that lies beside the project on some machines and is never copied into it. */
final class SharedProviders {

    private SharedProviders() {}

    /** The folder; the test is skipped where it is not. */
    static Path folder() {
        Path folder = Path.of(System.getProperty("interline.root", ".."), "..", "shared", "providers")
                .normalize();
        assumeThat(Files.isDirectory(folder))
                .as("recorded provider material beside the project")
                .isTrue();
        return folder;
    }
}
