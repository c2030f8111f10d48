package dev.interline.testkit.contract;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.Topics;
import dev.interline.durable.Ids;
import dev.interline.infrastructure.LoopbackPort;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sdk.Connection;
import dev.interline.testkit.infrastructure.TestInfrastructure;
import dev.interline.testkit.network.TcpFaultProxy;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * What a connector under test stands on: PostgreSQL, Kafka, and the sandbox's account of the provider behind a network that
 * can fail. Each tenant has a connection of its own, so that one test's faults do not rest another's connection.
 */
public final class ProviderStand implements QuarkusTestResourceLifecycleManager {

    /** The init argument that names the provider: {@code stripe}, {@code hubspot} or {@code zendesk}. */
    public static final String PROVIDER = "provider";

    /** The init argument that lets heartbeats be sent: {@code true}. */
    public static final String HEARTBEAT = "heartbeat";

    static final String NEWEST = "newest-secret-of-the-stand";
    static final String API_KEY = "itl_of-the-stand";
    static final String OLDER = "older-secret-of-the-stand";
    private static final String PREFIX = "interline.connections.";
    private static final int TENANTS = 24;
    private static final int KEY_BYTES = 32;
    private static final long APP = 4711;
    private static final int PARTITIONS = 3;

    private String provider = "";
    private String heartbeat = "false";
    private @Nullable TestInfrastructure infrastructure;
    private @Nullable Sandbox sandbox;
    private @Nullable TcpFaultProxy network;

    @Override
    public void init(Map<String, String> arguments) {
        provider = arguments.getOrDefault(PROVIDER, "");
        heartbeat = arguments.getOrDefault(HEARTBEAT, "false");
    }

    @Override
    public Map<String, String> start() {
        TestInfrastructure started = TestInfrastructure.start();
        infrastructure = started;
        createTopics(started.bootstrapServers());
        int http = LoopbackPort.anyFree();
        Sandbox provides = Sandbox.start(SandboxConfig.inMemory(accounts(http)));
        sandbox = provides;
        TcpFaultProxy between =
                TcpFaultProxy.to("127.0.0.1", URI.create(provides.baseUrl()).getPort());
        network = between;
        Map<String, String> config = new LinkedHashMap<>();
        config.put("quarkus.datasource.jdbc.url", started.createDatabase("connector"));
        config.put("quarkus.datasource.username", "connector");
        config.put("quarkus.datasource.password", "secret");
        config.put("kafka.bootstrap.servers", started.bootstrapServers());
        config.put("quarkus.http.test-port", Integer.toString(http));
        config.put("quarkus.management.test-port", Integer.toString(LoopbackPort.anyFree()));
        // The build's own properties begin with interline. too.
        config.put("smallrye.config.mapping.validate-unknown", "false");
        config.put("interline.environment", "sandbox");
        config.put("interline.instance", "stand");
        config.put("interline.dispatcher.retry-first", "50ms");
        config.put("interline.dispatcher.retry-cap", "250ms");
        // Only what a test asks for is read: the standing syncs' first pass comes when the tests are over.
        config.put("interline.sync.enabled", "true");
        config.put("interline.sync.every", "24h");
        config.put("interline.credentials.primary-key", "stand");
        config.put("interline.credentials.keys.stand", Base64.getEncoder().encodeToString(new byte[KEY_BYTES]));
        config.put("interline.api-keys.stand.sha256", Ids.sha256(API_KEY));
        config.put("interline.api-keys.stand.scopes", "admin");
        config.put("interline.subscriptions.app-key", token(0));
        config.put("interline.subscriptions.heartbeat", heartbeat);
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            String prefix = PREFIX + id(tenant) + ".";
            config.put(prefix + "tenant", id(tenant));
            config.put(prefix + "account", account(tenant));
            config.put(prefix + "app", "4711");
            config.put(prefix + "signing-secrets", NEWEST + "," + OLDER);
            config.put(prefix + "api-base", apiBase("http://127.0.0.1:" + between.port(), tenant));
            config.put(prefix + "api-user", "interline@stand.example");
            config.put(prefix + "api-token", token(tenant));
            config.put(prefix + "webhook-url", webhookUrl(http, tenant));
        }
        config.put("stand.sandbox", provides.baseUrl());
        config.put("stand.provider", provider);
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        TcpFaultProxy between = network;
        if (between != null) {
            injector.injectIntoFields(between, new TestInjector.MatchesType(TcpFaultProxy.class));
        }
    }

    @Override
    public void stop() {
        for (AutoCloseable part : parts()) {
            try {
                part.close();
            } catch (Exception failed) {
                throw new IllegalStateException("A part of the stand does not end", failed);
            }
        }
    }

    /** The connection of that number, as it is configured. */
    static Connection connection(Config config, int tenant) {
        String prefix = PREFIX + id(tenant) + ".";
        return new Connection(
                new ConnectionId(id(tenant)),
                new TenantId(id(tenant)),
                config.getValue(prefix + "account", String.class),
                "4711",
                List.of(NEWEST, OLDER),
                apiBase(config.getValue("stand.sandbox", String.class), tenant, config),
                "interline@stand.example",
                config.getValue(prefix + "api-token", String.class),
                config.getValue(prefix + "webhook-url", String.class));
    }

    private List<AutoCloseable> parts() {
        List<AutoCloseable> parts = new ArrayList<>();
        for (AutoCloseable part : new @Nullable AutoCloseable[] {network, sandbox, infrastructure}) {
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static String webhookUrl(int http, int tenant) {
        return "http://127.0.0.1:" + http + "/webhooks/" + id(tenant);
    }

    /** HubSpot's subscriptions belong to the app, which is there before; it has none yet. */
    private SandboxConfig.Account[] accounts(int http) {
        SandboxConfig.Account[] accounts = new SandboxConfig.Account[TENANTS];
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            SandboxConfig.Webhook[] webhooks = provider.equals("hubspot")
                    ? new SandboxConfig.Webhook[] {
                        new SandboxConfig.Webhook(webhookUrl(http, tenant), NEWEST, null, APP, List.of())
                    }
                    : new SandboxConfig.Webhook[0];
            accounts[tenant] = SandboxConfig.Account.of(provider, account(tenant), token(tenant), webhooks);
        }
        return accounts;
    }

    private static String id(int tenant) {
        return "tenant-" + tenant;
    }

    private static String token(int tenant) {
        return "token-of-tenant-" + tenant;
    }

    private String account(int tenant) {
        return switch (provider) {
            case "stripe" -> "acct_" + tenant;
            case "hubspot" -> Integer.toString(62_515_000 + tenant);
            default -> id(tenant);
        };
    }

    private String apiBase(String address, int tenant) {
        return address + "/" + provider + (provider.equals("zendesk") ? "/" + account(tenant) : "");
    }

    private static String apiBase(String address, int tenant, Config config) {
        ProviderStand stand = new ProviderStand();
        stand.provider = config.getValue("stand.provider", String.class);
        return stand.apiBase(address, tenant);
    }

    private static void createTopics(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(Topics.all().stream()
                            .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("The topics could not be made", failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Broken off", stopping);
        }
    }
}
