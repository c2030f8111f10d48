package dev.interline.devstack;

import dev.interline.devstack.ProcessRegistry.Entry;
import dev.interline.infrastructure.ChildProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParentCommand;

/** Stops what {@code up} has started, and nothing else. */
@Command(name = "down", description = "Stop everything that up has started.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private static final Duration LAUNCHER_STOPS_ALL = Duration.ofSeconds(120);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private Interline interline;

    @Override
    public Integer call() {
        DataDirectory directory = interline.directory();
        var registry = new ProcessRegistry(directory.run());
        int ended = 0;
        Optional<Entry> launcher = registry.find(StackShutdown.LAUNCHER)
                .filter(entry -> entry.alive().isPresent());
        if (launcher.isPresent()) {
            ChildProcess.send(launcher.get().pid(), "TERM");
            StackShutdown.goneWithin(launcher.get(), LAUNCHER_STOPS_ALL);
            ended++;
        }
        registry.forget(StackShutdown.LAUNCHER);
        ended += new StackShutdown(directory, System.out).run();
        System.out.println(ended == 0 ? "Nothing was running." : "Stopped. The data stay in " + directory.root() + ".");
        return ExitCode.OK;
    }
}
