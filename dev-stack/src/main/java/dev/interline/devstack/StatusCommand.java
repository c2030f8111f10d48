package dev.interline.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParentCommand;

/** Shows what runs and whether it is ready. */
@Command(
        name = "status",
        description = "Show what runs, and what a service that is not ready waits for.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything is up and ready", "1:something is not"})
final class StatusCommand implements Callable<Integer> {
    private final PrintStream out = System.out;
    private final HttpClient http = HttpClient.newHttpClient();

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private Interline interline;

    @Override
    public Integer call() {
        DataDirectory directory = interline.directory();
        Optional<JsonNode> stack = Json.read(directory.stackJson());
        if (stack.isEmpty()) {
            out.println("Interline is not running in " + directory.root() + ". Start it with ./interline up.");
            return ExitCode.SOFTWARE;
        }
        var registry = new ProcessRegistry(directory.run());
        out.printf("%-18s %8s  %-6s %s%n", "PROCESS", "PID", "STATE", "");
        boolean allUp = row(registry, Ports.POSTGRES, new Health(true, ""), "");
        allUp &= row(
                registry,
                Ports.KAFKA,
                new Health(true, ""),
                stack.get().path("kafka").path("bootstrapServers").asText());
        String sandbox = stack.get().path("sandbox").path("url").asText();
        allUp &= row(registry, Ports.SANDBOX, Health.ask(http, sandbox + "/_sandbox/health"), sandbox);
        for (Service service : Service.values()) {
            JsonNode entry = stack.get().path("services").path(service.label());
            String health = entry.path("managementUrl").asText() + "/observe/health/ready";
            allUp &= row(
                    registry,
                    service.label(),
                    Health.ask(http, health),
                    entry.path("url").asText());
        }
        return allUp ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private boolean row(ProcessRegistry registry, String name, Health health, String url) {
        Optional<ProcessRegistry.Entry> entry = registry.find(name);
        boolean alive = entry.flatMap(ProcessRegistry.Entry::alive).isPresent();
        String pid = entry.map(known -> Long.toString(known.pid())).orElse("-");
        String state = !alive ? "down" : health.ready() ? "up" : "wait";
        String remark = alive && !health.ready() ? url + "  " + health.reason() : url;
        out.printf("%-18s %8s  %-6s %s%n", name, pid, state, remark);
        return alive && health.ready();
    }
}
