package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for something to be done about a connection's subscription, and waits until it is. */
abstract class SubscriptionAct extends OperateCommand {

    private static final Duration POLL = Duration.ofMillis(500);

    @Parameters(paramLabel = "CONNECTION", description = "Its id: acme-stripe.")
    String connection = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept in the audit log.")
    String reason = "";

    @Option(names = "--patience", paramLabel = "SECONDS", description = "How long to wait (default: 60).")
    int patience = 60;

    abstract String act();

    /** Whether what was asked for is over. */
    abstract boolean isDone(JsonNode before, JsonNode now);

    /** More of what came of it. */
    void shown(JsonNode one) {}

    @Override
    void run() {
        String path = "/subscriptions/" + AdminApi.encode(connection);
        AdminApi service = Services.first(askedConnectors(), api -> {
            api.get(path, Map.of());
            return api;
        });
        JsonNode before = service.get(path, Map.of());
        service.post(path + "/" + act(), Map.of("reason", reason));
        long until = System.nanoTime() + Duration.ofSeconds(patience).toNanos();
        JsonNode now = service.get(path, Map.of());
        while (!isDone(before, now)) {
            if (System.nanoTime() > until) {
                throw new AdminFailure(
                        0, connection + ": not done within " + patience + " s; 'subscriptions list' will show it");
            }
            LockSupport.parkNanos(POLL.toNanos());
            now = service.get(path, Map.of());
        }
        SubscriptionTable table = new SubscriptionTable();
        table.row(service.service(), now);
        table.print(out);
        shown(now);
    }
}
