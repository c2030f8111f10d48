package dev.interline.sandbox;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs the sandbox as a process: {@code --config sandbox.json}. Ends with code 2 when it cannot start as told. */
public final class SandboxMain {
    private static final int CANNOT_START = 2;

    private SandboxMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
        System.setProperty("vertx.disableFileCPResolving", "true");
        System.setProperty("vertx.disableFileCaching", "true");
        long began = System.nanoTime();
        try {
            Sandbox sandbox = Sandbox.start(SandboxConfig.read(configFile(arguments)));
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                sandbox.close();
                                stopped.countDown();
                            },
                            "sandbox-shutdown"));
            System.out.printf(
                    "sandbox ready at %s after %d ms%n", sandbox.baseUrl(), (System.nanoTime() - began) / 1_000_000);
            stopped.await();
        } catch (InvalidConfig mistake) {
            System.err.println("sandbox: " + mistake.getMessage());
            System.exit(CANNOT_START);
        }
    }

    private static Path configFile(String[] arguments) {
        if (arguments.length == 2 && arguments[0].equals("--config")) {
            return Path.of(arguments[1]);
        }
        throw new InvalidConfig("usage: SandboxMain --config sandbox.json");
    }
}
