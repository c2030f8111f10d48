package dev.interline.devstack;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the build leaves behind and the stack runs. */
record Artifacts(Path projectRoot) {

    static Artifacts below(Path projectRoot) {
        return new Artifacts(projectRoot);
    }

    List<Path> all() {
        List<Path> artifacts = new ArrayList<>();
        artifacts.add(sandboxTarget().resolve("provider-sandbox.jar"));
        for (Service service : Service.values()) {
            artifacts.add(service.jarBelow(projectRoot));
        }
        return artifacts;
    }

    String sandboxClassPath() {
        return sandboxTarget().resolve("provider-sandbox.jar")
                + File.pathSeparator
                + sandboxTarget().resolve("lib").resolve("*");
    }

    private Path sandboxTarget() {
        return projectRoot.resolve("provider-sandbox").resolve("target");
    }
}
