package dev.interline.devstack;

import java.io.PrintStream;

/** The last thing {@code up} prints: addresses, files and how to stop. */
final class WhereToLook {
    private final DataDirectory directory;
    private final Ports ports;
    private final PrintStream out;

    WhereToLook(DataDirectory directory, Ports ports, PrintStream out) {
        this.directory = directory;
        this.ports = ports;
        this.out = out;
    }

    void print(boolean detached) {
        out.println();
        out.println("Interline is up.");
        for (Service service : Service.values()) {
            line(service.label(), ports.url(service.label()));
        }
        line(
                "sandbox",
                ports.url(Ports.SANDBOX) + "  (Stripe, HubSpot and Zendesk, with /_sandbox for faults and ledger)");
        line("everything", directory.stackJson() + "  (addresses, API keys, databases)");
        line("logs", "./interline logs SERVICE [-f]");
        line("health", "./interline status");
        line("stop", detached ? "./interline down" : "Ctrl-C");
        out.flush();
    }

    private void line(String what, String where) {
        out.printf("  %-18s %s%n", what, where);
    }
}
