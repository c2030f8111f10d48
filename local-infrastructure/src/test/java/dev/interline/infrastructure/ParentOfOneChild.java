package dev.interline.infrastructure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A JVM that starts one child, writes its pid to a file and waits to be killed. */
final class ParentOfOneChild {
    private ParentOfOneChild() {}

    public static void main(String[] arguments) throws Exception {
        Path pidFile = Path.of(arguments[1]);
        ChildProcess child = ChildProcess.start(new ChildCommand(
                "sleeper",
                List.of("sleep", "120"),
                Map.of(),
                pidFile.resolveSibling("sleeper.log"),
                arguments[0].equals("outlives-parent") ? Lifetime.OUTLIVES_PARENT : Lifetime.WITH_PARENT));
        if (arguments[0].equals("released")) {
            child.release();
        }
        Path draft = Files.writeString(pidFile.resolveSibling("pid.draft"), Long.toString(child.pid()));
        Files.move(draft, pidFile, StandardCopyOption.ATOMIC_MOVE);
        new CountDownLatch(1).await();
    }
}
