package dev.interline.testkit.api;

import dev.interline.canonical.message.Topics;
import dev.interline.durable.Ids;
import dev.interline.infrastructure.LoopbackPort;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.testkit.infrastructure.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * What a connector stands on while its system API is tested: PostgreSQL, Kafka and the provider's sandbox, with two tenants
 * that each have an account, and keys of each scope.
 */
public final class ApiStand implements QuarkusTestResourceLifecycleManager {

    /** The init argument that names the provider: {@code stripe}, {@code hubspot} or {@code zendesk}. */
    public static final String PROVIDER = "provider";

    static final String OWN = "acme";
    static final String OTHER = "globex";

    /** A tenant with two connections, whose ids these are. */
    static final String SEVERAL = "initech";

    static final String EU = "initech-eu";
    static final String US = "initech-us";
    static final String READ_KEY = "key-that-reads-acme";
    static final String WRITE_KEY = "key-that-writes-acme";
    static final String OTHER_KEY = "key-of-globex";
    static final String SEVERAL_KEY = "key-of-initech";
    static final String PLATFORM_KEY = "key-of-all-tenants";
    static final String SANDBOX = "stand.sandbox";
    static final String BASE = "stand.api-base.";

    /** Where somebody else acts at the provider in the account of {@link #OWN}. */
    static final String OUTSIDER = "stand.outsider";

    static final String TOKEN = "token-of-";

    private String provider = "";
    private @Nullable TestInfrastructure infrastructure;
    private @Nullable Sandbox sandbox;

    @Override
    public void init(Map<String, String> arguments) {
        provider = arguments.getOrDefault(PROVIDER, "");
    }

    @Override
    public Map<String, String> start() {
        TestInfrastructure started = TestInfrastructure.start();
        infrastructure = started;
        createTopics(started.bootstrapServers());
        Sandbox provides = Sandbox.start(SandboxConfig.inMemory(connections().stream()
                .map(id -> SandboxConfig.Account.of(provider, account(id), TOKEN + id))
                .toArray(SandboxConfig.Account[]::new)));
        sandbox = provides;
        Map<String, String> config = new LinkedHashMap<>();
        config.put("quarkus.datasource.jdbc.url", started.createDatabase("connector"));
        config.put("quarkus.datasource.username", "connector");
        config.put("quarkus.datasource.password", "secret");
        config.put("kafka.bootstrap.servers", started.bootstrapServers());
        config.put("quarkus.http.test-port", Integer.toString(LoopbackPort.anyFree()));
        config.put("quarkus.management.test-port", Integer.toString(LoopbackPort.anyFree()));
        // The build's own properties begin with interline. too.
        config.put("smallrye.config.mapping.validate-unknown", "false");
        config.put("interline.environment", "sandbox");
        config.put("interline.instance", "stand");
        config.put("interline.dispatcher.retry-first", "50ms");
        config.put("interline.dispatcher.retry-cap", "250ms");
        config.put("interline.personal-data.keys", "c3RhbmQtc3RhbmQtc3RhbmQtc3RhbmQtc3RhbmQtMTI=");
        for (String id : connections()) {
            String prefix = "interline.connections." + id + ".";
            config.put(prefix + "tenant", id.startsWith(SEVERAL) ? SEVERAL : id);
            config.put(prefix + "account", account(id));
            config.put(prefix + "signing-secrets", "secret-of-the-stand");
            config.put(prefix + "api-base", base(provides.baseUrl(), id));
            config.put(prefix + "api-user", "interline@stand.example");
            config.put(prefix + "api-token", TOKEN + id);
            config.put(prefix + "webhook-url", "http://127.0.0.1/webhooks/" + id);
            config.put(BASE + id, base(provides.baseUrl(), id));
        }
        key(config, "reader", READ_KEY, OWN, "read");
        key(config, "writer", WRITE_KEY, OWN, "write");
        key(config, "other", OTHER_KEY, OTHER, "write");
        key(config, "several", SEVERAL_KEY, SEVERAL, "write");
        key(config, "platform", PLATFORM_KEY, "", "admin");
        config.put(SANDBOX, provides.baseUrl());
        config.put(OUTSIDER, provides.baseUrl() + "/_sandbox/" + provider + "/" + account(OWN));
        return config;
    }

    private static void key(Map<String, String> config, String name, String key, String tenant, String scope) {
        config.put("interline.api-keys." + name + ".sha256", Ids.sha256(key));
        config.put("interline.api-keys." + name + ".scopes", scope);
        if (!tenant.isEmpty()) {
            config.put("interline.api-keys." + name + ".tenant", tenant);
        }
    }

    @Override
    public void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
        if (infrastructure != null) {
            infrastructure.close();
        }
    }

    /** The connections; but for those of {@link #SEVERAL} each has its tenant's name. */
    static List<String> connections() {
        return List.of(OWN, OTHER, EU, US);
    }

    private String account(String connection) {
        return switch (provider) {
            case "stripe" -> "acct_" + connection.replace('-', '_');
            case "hubspot" -> Integer.toString(62_515_001 + connections().indexOf(connection));
            default -> connection;
        };
    }

    private String base(String address, String connection) {
        return address + "/" + provider + (provider.equals("zendesk") ? "/" + account(connection) : "");
    }

    private static void createTopics(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(Topics.all().stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
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
