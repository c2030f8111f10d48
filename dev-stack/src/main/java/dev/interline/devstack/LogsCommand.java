package dev.interline.devstack;

import dev.interline.infrastructure.LogTail;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows the end of a log, with whatever looks like a secret blanked out. */
@Command(name = "logs", description = "Show the log of one process.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private static final long LOOK_AGAIN_MILLIS = 200;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private Interline interline;

    @Parameters(paramLabel = "SERVICE", description = "A service, or postgres, kafka, sandbox.")
    private String process = "";

    @Option(names = "-n", paramLabel = "LINES", description = "How many lines (default: ${DEFAULT-VALUE}).")
    private int lines = 100;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on.")
    private boolean follow = false;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws InterruptedException {
        Path log = interline.directory().log(requireKnown(process));
        if (!Files.exists(log)) {
            throw new DevStackFailure("There is no log of " + process + " at " + log + "; it was never started.");
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(file.length());
            LogTail.of(log, lines).forEach(out::println);
            while (follow) {
                printNewLines(file);
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(log + " cannot be read", e);
        }
    }

    private void printNewLines(RandomAccessFile file) throws IOException {
        var bytes = new byte[(int) Math.min(1 << 20, file.length() - file.getFilePointer())];
        long start = file.getFilePointer();
        file.readFully(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int complete = text.lastIndexOf('\n') + 1;
        text.substring(0, complete).lines().map(LogTail::withoutSecrets).forEach(out::println);
        out.flush();
        file.seek(start + text.substring(0, complete).getBytes(StandardCharsets.UTF_8).length);
    }

    static String requireKnown(String name) {
        List<String> known = new ArrayList<>(List.of(Ports.POSTGRES, Ports.KAFKA, Ports.SANDBOX));
        known.addAll(Arrays.stream(Service.values()).map(Service::label).toList());
        if (!known.contains(name)) {
            throw new DevStackFailure(
                    "There is no process named '" + name + "'. The names are: " + String.join(", ", known) + ".");
        }
        return name;
    }
}
