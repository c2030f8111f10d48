package dev.interline.devstack;

import dev.interline.devstack.operate.AuditCommand;
import dev.interline.devstack.operate.BackfillCommand;
import dev.interline.devstack.operate.ConnectionsCommand;
import dev.interline.devstack.operate.DeadLettersCommand;
import dev.interline.devstack.operate.EventsCommand;
import dev.interline.devstack.operate.HeldFieldsCommand;
import dev.interline.devstack.operate.LanesCommand;
import dev.interline.devstack.operate.MappingCommand;
import dev.interline.devstack.operate.QuarantineCommand;
import dev.interline.devstack.operate.ReplayCommand;
import dev.interline.devstack.operate.SubscriptionsCommand;
import dev.interline.devstack.operate.SyncCommand;
import dev.interline.devstack.samples.SamplesCommand;
import dev.interline.devstack.torture.TortureCommand;
import dev.interline.infrastructure.InfrastructureFailure;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code interline} command. */
@Command(
        name = "interline",
        description = "Interline on one machine.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "Interline 0.1.0-SNAPSHOT",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            RestartCommand.class,
            LogsCommand.class,
            DeadLettersCommand.class,
            LanesCommand.class,
            HeldFieldsCommand.class,
            MappingCommand.class,
            ConnectionsCommand.class,
            EventsCommand.class,
            QuarantineCommand.class,
            ReplayCommand.class,
            SyncCommand.class,
            SubscriptionsCommand.class,
            BackfillCommand.class,
            AuditCommand.class,
            TortureCommand.class,
            SamplesCommand.class
        },
        footer = {"", "  ./interline test   runs every check that a contribution has to pass."})
public final class Interline {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where configuration, logs and data of the stack are (default: .interline).")
    private Path dataDirectory = projectRoot().resolve(".interline");

    private Interline() {}

    /** @param arguments the command and its options; the process ends with the command's exit code */
    public static void main(String[] arguments) {
        // Kafka's client logs through SLF4J; without a binding it would complain about that at every start.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Interline()).setExecutionExceptionHandler((problem, commandLine, parsed) -> {
            if (problem instanceof DevStackFailure || problem instanceof InfrastructureFailure) {
                commandLine.getErr().println(problem.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw problem;
        });
    }

    DataDirectory directory() {
        return DataDirectory.at(dataDirectory);
    }

    /** The file that says where everything of a running stack is. */
    public Path stackJson() {
        return directory().stackJson();
    }

    /** The folder with all modules; the shell script says where it is. */
    static Path projectRoot() {
        return Path.of(System.getProperty("interline.root", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** Whether a person looks at the output; the shell script knows. */
    static boolean onTerminal() {
        return Boolean.getBoolean("interline.terminal");
    }
}
