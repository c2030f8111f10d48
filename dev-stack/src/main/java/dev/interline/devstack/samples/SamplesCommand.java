package dev.interline.devstack.samples;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interline.devstack.DevStackFailure;
import dev.interline.devstack.DisposableStack;
import dev.interline.devstack.samples.SampleSender.Result;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the connectors make of recorded webhooks. */
@Command(
        name = "samples",
        description = "Send every JSON file of a folder through the real ingress and show what became of it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It starts a stack of its own in a temporary folder. Whose a file is, is told by its content, else by the name of",
            "a folder; a file that says neither is sent to all three. Zeroed event ids and portal ids are replaced."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every sample was answered 2xx and kept or mapped", "1:one was refused or broke something"})
public final class SamplesCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", arity = "1..*", description = "Where the samples are, at any depth.")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the outcomes there as JSON, too.")
    private @Nullable Path json;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "7000",
            description = "Add N to every usual port (default: ${DEFAULT-VALUE}).")
    private int portOffset;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        List<Sample> samples = folders.stream().flatMap(SamplesCommand::below).toList();
        if (samples.isEmpty()) {
            throw new DevStackFailure("There is no .json file below the folder.");
        }
        Path folder;
        List<Result> results = new ArrayList<>();
        try (DisposableStack stack = DisposableStack.start(portOffset, List.of("samples"), List.of(), out)) {
            folder = stack.folder();
            SampleSender sender = new SampleSender(stack.description());
            for (Sample sample : samples) {
                sample.providers().forEach(provider -> results.addAll(sender.send(sample, provider)));
            }
        }
        DisposableStack.forget(folder);
        print(samples.size(), results);
        write(results);
        return results.stream().anyMatch(result -> result.outcome().isWrong()) ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private static Stream<Sample> below(Path folder) {
        Path from = folder.toAbsolutePath().normalize();
        try (Stream<Path> files = Files.walk(from)) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> Sample.read(from, file))
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new DevStackFailure(folder + " cannot be read.", unreadable);
        }
    }

    private void print(int samples, List<Result> results) {
        int widest = results.stream()
                .mapToInt(result -> result.sample().length())
                .max()
                .orElse(0);
        String form = "%-" + Math.max(6, widest) + "s  %-8s  %-15s  %-45s  %s%n";
        out.printf(form, "SAMPLE", "PROVIDER", "OUTCOME", "TYPE", "REASON");
        for (Result result : results) {
            out.printf(
                    form,
                    result.sample(),
                    result.provider(),
                    result.outcome(),
                    result.type(),
                    result.status() + (result.reason().isEmpty() ? "" : " " + result.reason()));
        }
        Map<Outcome, Long> counts = results.stream()
                .collect(Collectors.groupingBy(
                        Result::outcome, () -> new EnumMap<>(Outcome.class), Collectors.counting()));
        out.printf(
                "%n%d samples, %d events: %s%n",
                samples,
                results.size(),
                counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", ")));
    }

    private void write(List<Result> results) {
        Path file = json;
        if (file == null) {
            return;
        }
        try {
            Files.write(
                    file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(results));
        } catch (IOException failed) {
            throw new UncheckedIOException(file + " cannot be written", failed);
        }
    }
}
