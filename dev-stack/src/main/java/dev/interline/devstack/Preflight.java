package dev.interline.devstack;

import dev.interline.infrastructure.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntPredicate;

/**
 * What is looked at before anything is started, so that a machine that cannot run the stack says so at once.
 *
 * @param javaFeature feature version of the running Java
 * @param freeDiskBytes room where the data will be
 * @param availableMemoryBytes memory that programs can still get; empty where the system does not tell
 * @param portIsFree whether a server could listen on a port
 */
record Preflight(int javaFeature, long freeDiskBytes, OptionalLong availableMemoryBytes, IntPredicate portIsFree) {
    private static final int OLDEST_JAVA = 21;
    private static final long GIGABYTE = 1L << 30;
    private static final long NEEDED_DISK = GIGABYTE;
    private static final long NEEDED_MEMORY = GIGABYTE * 5 / 2;
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    static Preflight ofThisMachine(DataDirectory directory) {
        try {
            return new Preflight(
                    Runtime.version().feature(),
                    Files.getFileStore(directory.root()).getUsableSpace(),
                    availableMemory(),
                    LoopbackPort::isFree);
        } catch (IOException e) {
            throw new DevStackFailure("The free space of " + directory.root() + " is unknown: " + e.getMessage(), e);
        }
    }

    /** @throws DevStackFailure naming everything that is in the way */
    void check(Ports ports, Path projectRoot) {
        List<String> problems = new ArrayList<>();
        checkJava(problems);
        checkDisk(problems);
        checkMemory(problems);
        checkPorts(ports, problems);
        checkArtifacts(projectRoot, problems);
        if (!problems.isEmpty()) {
            throw new DevStackFailure(String.join(System.lineSeparator(), problems));
        }
    }

    private void checkJava(List<String> problems) {
        if (javaFeature < OLDEST_JAVA) {
            problems.add("Java " + javaFeature + " is too old: Interline needs " + OLDEST_JAVA
                    + " or newer. Set JAVA_HOME to such a JDK.");
        }
    }

    private void checkDisk(List<String> problems) {
        if (freeDiskBytes < NEEDED_DISK) {
            problems.add("Only " + inMegabytes(freeDiskBytes) + " of disk are free, " + inMegabytes(NEEDED_DISK)
                    + " are needed. Free some, or choose another disk with --data-dir.");
        }
    }

    private void checkMemory(List<String> problems) {
        if (availableMemoryBytes.orElse(NEEDED_MEMORY) < NEEDED_MEMORY) {
            problems.add("Only " + inMegabytes(availableMemoryBytes.orElse(0)) + " of memory are available, "
                    + inMegabytes(NEEDED_MEMORY) + " are needed. End other programs, or give the container more.");
        }
    }

    private void checkPorts(Ports ports, List<String> problems) {
        for (Map.Entry<String, Integer> port : ports.byName().entrySet()) {
            if (!portIsFree.test(port.getValue())) {
                problems.add("Port " + port.getValue() + " (" + port.getKey()
                        + ") is taken by another process. Choose another with --port " + port.getKey()
                        + "=PORT, or move all with --port-offset N.");
            }
        }
    }

    private static void checkArtifacts(Path projectRoot, List<String> problems) {
        for (Path artifact : Artifacts.below(projectRoot).all()) {
            if (!Files.exists(artifact)) {
                problems.add(artifact + " is missing. Start by ./interline up, which builds it,"
                        + " or build by mvn -Dquickly package.");
            }
        }
    }

    private static String inMegabytes(long bytes) {
        return bytes / (1L << 20) + " MB";
    }

    private static OptionalLong availableMemory() throws IOException {
        if (!Files.isReadable(MEMINFO)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(MEMINFO).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst();
    }
}
