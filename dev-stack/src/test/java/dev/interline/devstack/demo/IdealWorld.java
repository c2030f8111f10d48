package dev.interline.devstack.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Three providers in one place, where every act has its consequence elsewhere at once, as if Interline were ideal. */
final class IdealWorld implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> company = new TreeMap<>();
    private final List<String> tickets = new ArrayList<>();
    private String lifecycleInZendesk = "customer";

    IdealWorld() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    DemoAccounts accounts() {
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        return new DemoAccounts(
                "acme",
                base,
                new DemoAccounts.Access("acct_1", base + "/stripe", "sk_test_1"),
                new DemoAccounts.Access("62515001", base + "/hubspot", "pat-1"),
                new DemoAccounts.Access("acme", base + "/zendesk/acme", "token-1"),
                "agent@acme.example");
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        react(path);
        byte[] body = SandboxHttp.JSON.writeValueAsString(view(path)).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void react(String path) {
        switch (path) {
            case "/stripe/v1/subscriptions" -> company.put("interline_billing_status", "active");
            case "/_sandbox/stripe/acct_1/invoices/id-1/fail_payment" -> {
                company.put("interline_billing_status", "past_due");
                tickets.add("open");
            }
            case "/stripe/v1/invoices/id-1/pay" -> {
                company.put("interline_billing_status", "active");
                tickets.replaceAll(open -> "solved");
            }
            case "/_sandbox/hubspot/62515001/companies/7" -> lifecycleInZendesk = "evangelist";
            case "/_sandbox/zendesk/acme/tickets" -> company.put("interline_open_ticket_count", "1");
            case "/_sandbox/zendesk/acme/tickets/9" -> company.put("interline_last_escalation", "2026-01-01");
            default -> {}
        }
    }

    private Object view(String path) {
        return switch (path) {
            case "/hubspot/crm/v3/objects/companies/search" ->
                Map.of("results", List.of(Map.of("id", "7", "properties", company)));
            case "/zendesk/acme/api/v2/organizations/search" ->
                Map.of(
                        "organizations",
                        List.of(Map.of("id", 8, "organization_fields", Map.of("lifecycle_stage", lifecycleInZendesk))));
            case "/zendesk/acme/api/v2/organizations/8/tickets" ->
                Map.of(
                        "tickets",
                        tickets.stream().map(status -> Map.of("status", status)).toList());
            case "/_sandbox/zendesk/acme/tickets" -> Map.of("ticket", Map.of("id", 9));
            default -> Map.of("id", "id-1");
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
