package dev.interline.devstack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One tenant's account at one provider of the sandbox.
 *
 * @param id name of the connection, {@code acme-stripe}
 * @param tenant who it belongs to
 * @param provider {@code stripe}, {@code hubspot} or {@code zendesk}
 * @param account the provider's name for the account: {@code acct_…}, portal id, subdomain
 * @param webhookUrl where the provider sends its webhooks
 * @param signingSecrets what it may sign them with
 * @param apiBase where its API is
 * @param apiToken what its API asks for
 * @param extras further keys of the connection's configuration; the sandbox allows more calls than real accounts do
 */
record DemoConnection(
        String id,
        String tenant,
        String provider,
        String account,
        String webhookUrl,
        List<String> signingSecrets,
        String apiBase,
        String apiToken,
        Map<String, String> extras) {
    /** The tenants of the demo. */
    static final List<String> TENANTS = List.of("acme", "globex");

    static final String HUBSPOT_APP = "4711";
    private static final int FIRST_PORTAL = 62_515_001;

    DemoConnection {
        signingSecrets = List.copyOf(signingSecrets);
        extras = Map.copyOf(extras);
    }

    /** The connections of both demo tenants at all three providers. */
    static List<DemoConnection> all(Ports ports, Secrets secrets) {
        return all(TENANTS, ports, secrets);
    }

    /** The connections of the tenants at all three providers. */
    static List<DemoConnection> all(List<String> tenants, Ports ports, Secrets secrets) {
        List<DemoConnection> connections = new ArrayList<>();
        for (int i = 0; i < tenants.size(); i++) {
            String tenant = tenants.get(i);
            connections.add(stripe(tenant, ports, secrets));
            connections.add(hubspot(tenant, Integer.toString(FIRST_PORTAL + i), ports, secrets));
            connections.add(zendesk(tenant, ports, secrets));
        }
        return List.copyOf(connections);
    }

    /** The same, told the limits the sandbox really has instead of the provider's usual ones. */
    DemoConnection atTheSandboxsLimits() {
        Map<String, String> more = new LinkedHashMap<>(extras);
        switch (provider) {
            case "hubspot" -> more.put("limits.burst", "1000");
            case "zendesk" -> {
                more.put("limits.account", "100000");
                more.put("limits.endpoint", "100000");
            }
            default -> {}
        }
        return new DemoConnection(id, tenant, provider, account, webhookUrl, signingSecrets, apiBase, apiToken, more);
    }

    /** Whose connections these are, in their order. */
    static List<String> tenantsOf(List<DemoConnection> connections) {
        return connections.stream().map(DemoConnection::tenant).distinct().toList();
    }

    private static DemoConnection stripe(String tenant, Ports ports, Secrets secrets) {
        String account = "acct_1" + Character.toUpperCase(tenant.charAt(0)) + tenant.substring(1);
        String id = tenant + "-stripe";
        return new DemoConnection(
                id,
                tenant,
                "stripe",
                account,
                webhookUrl("stripe", id, ports),
                List.of(secrets.signingSecret("stripe", id)),
                ports.url(Ports.SANDBOX) + "/stripe",
                secrets.apiToken("stripe", id),
                Map.of("limits.account", "1000", "limits.endpoint", "1000"));
    }

    /** HubSpot signs with the secret of the app, and all portals have installed the same app. */
    private static DemoConnection hubspot(String tenant, String portal, Ports ports, Secrets secrets) {
        String id = tenant + "-hubspot";
        return new DemoConnection(
                id,
                tenant,
                "hubspot",
                portal,
                webhookUrl("hubspot", id, ports),
                List.of(secrets.signingSecret("hubspot", "hubspot-app")),
                ports.url(Ports.SANDBOX) + "/hubspot",
                secrets.apiToken("hubspot", id),
                Map.of("app", HUBSPOT_APP, "limits.burst", "1000"));
    }

    private static DemoConnection zendesk(String tenant, Ports ports, Secrets secrets) {
        String id = tenant + "-zendesk";
        return new DemoConnection(
                id,
                tenant,
                "zendesk",
                tenant,
                webhookUrl("zendesk", id, ports),
                List.of(secrets.signingSecret("zendesk", id)),
                ports.url(Ports.SANDBOX) + "/zendesk/" + tenant,
                secrets.apiToken("zendesk", id),
                Map.of(
                        "api-user", "interline@" + tenant + ".example",
                        "limits.account", "100000",
                        "limits.endpoint", "100000"));
    }

    private static String webhookUrl(String provider, String id, Ports ports) {
        return ports.url(Service.forProvider(provider).label()) + "/webhooks/" + id;
    }

    /** What a service is told about this connection, key by key. */
    Map<String, String> properties() {
        String prefix = "interline.connections." + id + ".";
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(prefix + "tenant", tenant);
        properties.put(prefix + "account", account);
        properties.put(prefix + "signing-secrets", String.join(",", signingSecrets));
        properties.put(prefix + "api-base", apiBase);
        properties.put(prefix + "api-token", apiToken);
        properties.put(prefix + "webhook-url", webhookUrl);
        extras.forEach((key, value) -> properties.put(prefix + key, value));
        return properties;
    }

    /** What {@code stack.json} says about this connection. */
    Map<String, Object> forStackFile() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", id);
        entry.put("tenant", tenant);
        entry.put("provider", provider);
        entry.put("account", account);
        entry.put("webhookUrl", webhookUrl);
        entry.put("signingSecrets", signingSecrets);
        entry.put("apiBase", apiBase);
        entry.put("apiToken", apiToken);
        extras.forEach(entry::put);
        return entry;
    }

    @Override
    public String toString() {
        return "DemoConnection[" + id + ", " + account + "]";
    }
}
