package dev.interline.devstack.operate;

import dev.interline.devstack.Interline;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands have that call the admin API: whom they ask, and one line for what goes wrong. */
abstract class OperateCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    Services services;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    CommandSpec spec;

    final PrintStream out = System.out;

    @Override
    public final Integer call() {
        try {
            run();
            return ExitCode.OK;
        } catch (AdminFailure failed) {
            spec.commandLine().getErr().println(failed.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    abstract void run();

    Interline interline() {
        return (Interline) spec.root().userObject();
    }

    List<AdminApi> asked() {
        return services.all(interline());
    }

    /** The connectors only: routing-core has no mappings. */
    List<AdminApi> askedConnectors() {
        return asked().stream()
                .filter(api -> !api.service().equals("routing-core"))
                .toList();
    }

    /** With the key that the act needs. */
    List<AdminApi> asked(ActOptions act) {
        return act.force ? services.forForcing(interline()) : asked();
    }
}
