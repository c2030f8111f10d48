package dev.interline.devstack;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Starts single processes of the running stack again. */
@Command(
        name = "restart",
        description = "Start single processes of a detached stack again, whether they run or were killed.",
        mixinStandardHelpOptions = true)
final class RestartCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private Interline interline;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "A service, sandbox, kafka or postgres.")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        for (String name : names) {
            if (!StackRepair.names().contains(name)) {
                throw new DevStackFailure("There is no process named '" + name + "'. The names are: "
                        + String.join(", ", StackRepair.names()) + ".");
            }
        }
        DataDirectory directory = interline.directory();
        StackRepair repair = StackRepair.of(directory)
                .orElseThrow(() -> new DevStackFailure(
                        "No detached stack runs in " + directory.root() + ". Start one with ./interline up --detach."));
        for (String name : names) {
            repair.restart(name);
            System.out.println(name + " is ready.");
        }
        return ExitCode.OK;
    }
}
