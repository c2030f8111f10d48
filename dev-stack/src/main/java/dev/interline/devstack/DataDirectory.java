package dev.interline.devstack;

import dev.interline.infrastructure.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Where everything of one stack lives: configuration, logs, data, and what runs now.
 *
 * @param root the folder, {@code .interline} unless somebody chose another
 */
record DataDirectory(Path root) {

    static DataDirectory at(Path root) {
        return new DataDirectory(root.toAbsolutePath().normalize());
    }

    Path config() {
        return root.resolve("config");
    }

    Path data() {
        return root.resolve("data");
    }

    Path run() {
        return root.resolve("run");
    }

    Path stackJson() {
        return root.resolve("stack.json");
    }

    Path secrets() {
        return config().resolve("secrets.json");
    }

    Path log(String process) {
        return root.resolve("logs").resolve(process + ".log");
    }

    void create() {
        try {
            for (Path folder : List.of(config(), data(), run(), root.resolve("logs"))) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new DevStackFailure(
                    "The folder " + root + " cannot be created: " + e.getMessage()
                            + ". Choose another one with --data-dir.",
                    e);
        }
    }

    /** Keeps the log of the last run under another name, so that the end of a log is always about this run. */
    void beginLog(String process) {
        Path log = log(process);
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(process + ".previous.log"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new DevStackFailure("The log " + log + " cannot be moved aside: " + e.getMessage(), e);
        }
    }

    /** Forgets every event, command and provider object, and the secrets with them. Logs stay. */
    void wipe() {
        deleteTree(data());
        deleteTree(config());
        deleteTree(run());
        deleteTree(stackJson());
    }

    static void deleteTree(Path top) {
        try {
            TemporaryFolder.deleteTree(top);
        } catch (IOException e) {
            throw new DevStackFailure(top + " cannot be deleted: " + e.getMessage(), e);
        }
    }
}
