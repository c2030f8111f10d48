package dev.interline.crm;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.PersonalSeal;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.Ids;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.Wakeup;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.RetrySchedule;
import dev.interline.durable.inbound.PersonalData;
import dev.interline.durable.lane.CommandAttempt;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.durable.lane.CommandPolicy;
import dev.interline.durable.lane.Dispatcher;
import dev.interline.durable.lane.LanePolicy;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.lane.NewCommand;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.quota.QuotaGovernor;
import dev.interline.runtime.route.DeliveryRouteConfiguration;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sdk.Connection;
import dev.interline.sdk.PersonalValues;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.credential.TokenSource;
import dev.interline.sdk.provider.ProviderComponent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jdbi.v3.core.Jdbi;

/** The real adapter routes and lanes on a real database, against the sandbox's HubSpot. */
final class HubSpotRoutesUnderTest implements AutoCloseable {

    static final TenantId TENANT = new TenantId("acme");
    static final PersonalSeal SEAL =
            new PersonalSeal(List.of(Base64.getEncoder().encodeToString(new byte[32])));

    private static final String PORTAL = "62515001";
    private static final String TOKEN = "pat-test";
    private static final ConnectionId ID = new ConnectionId("acme-hubspot");

    private final Jdbi jdbi = TestDatabase.create();
    /** Its search knows of nothing that a test makes: a command that relied on it would do things twice, or not at all. */
    private final Sandbox sandbox = Sandbox.start(
            SandboxConfig.inMemory(Account.of("hubspot", PORTAL, TOKEN)).withSearchLag(600_000));

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final QuotaGovernor governor = new QuotaGovernor(jdbi);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Wakeup wakeup = new Wakeup();
    private final Lanes lanes = new Lanes(wakeup::signal);
    private final Dispatcher dispatcher;
    private final Connection connection = new Connection(
            ID,
            TENANT,
            PORTAL,
            "4711",
            List.of("secret"),
            sandbox.baseUrl() + "/hubspot",
            null,
            TOKEN,
            "https://hooks.example/webhooks/acme-hubspot");

    HubSpotRoutesUnderTest() {
        camel.getRegistry().bind("hubspotCompanies", new HubSpotCompanies());
        camel.getRegistry()
                .bind(
                        "hubspotContacts",
                        new HubSpotContacts(new PersonalValues(SEAL, BusinessSystem.CRM), new PersonalData(jdbi)));
        camel.getRegistry().bind("hubspotAccountRecords", new HubSpotAccountRecords());
        camel.getRegistry().bind("hubspotDeals", new HubSpotDeals());
        Properties channels = new Properties();
        channels.put("channel.crm-commands", "direct:crm-commands");
        camel.getPropertiesComponent().setOverrideProperties(channels);
        try {
            camel.addComponent(
                    "provider",
                    new ProviderComponent(
                            new HubSpotGateway(), governor, TokenSource.asConfigured(), new SimpleMeterRegistry()));
            camel.addRoutesConfigurations(new DeliveryRouteConfiguration());
            PluginHelper.getRoutesLoader(camel).loadRoutes(routes());
            camel.start();
        } catch (Exception broken) {
            throw new IllegalStateException("The routes do not start", broken);
        }
        CommandPolicy often = new CommandPolicy(
                new RetrySchedule(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(20)),
                LanePolicy.SKIP_AND_RECONCILE);
        dispatcher = new Dispatcher(
                jdbi,
                new Outbox(() -> {}),
                new DeadLetters(),
                this::carryOut,
                new Dispatcher.Settings(
                        BusinessSystem.CRM, "test", 2, type -> often, ConnectionBreaker.Thresholds.DEFAULT),
                wakeup,
                Clock.systemUTC());
        dispatcher.start();
    }

    private static List<Resource> routes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/camel"))) {
            return files.sorted()
                    .map(file -> {
                        try {
                            return ResourceHelper.fromString(file.getFileName().toString(), Files.readString(file));
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    })
                    .toList();
        }
    }

    private CommandOutcome carryOut(CommandAttempt attempt) {
        Exchange exchange = camel.getEndpoint("direct:crm-commands").createExchange();
        Envelope envelope = attempt.command().envelope();
        exchange.setProperty("InterlineCommand", new CommandDelivery(attempt, connection));
        exchange.getMessage().setHeader("ce-type", envelope.type());
        exchange.getMessage()
                .setBody(CanonicalJson.read(
                        envelope.type(), attempt.command().payload().getBytes(StandardCharsets.UTF_8)));
        camel.createProducerTemplate().send("direct:crm-commands", exchange);
        Throwable failed = exchange.getException();
        while (failed instanceof CamelExecutionException && failed.getCause() != null) {
            failed = failed.getCause();
        }
        if (failed instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
        return exchange.getMessage().getBody(CommandOutcome.class);
    }

    /** Puts a command into the lane and returns its id. */
    String enqueue(CanonicalCommand command, String subject) {
        String id = "cmd_" + Ids.fresh();
        Envelope envelope = new Envelope(
                id,
                URI.create("/test"),
                MessageType.of(command).name(),
                subject,
                Instant.now(),
                TENANT,
                ID,
                id,
                null,
                null);
        jdbi.useTransaction(handle -> lanes.enqueue(
                handle,
                List.of(NewCommand.of(
                        ID, subject, CrmConnector.coalesceKey(command), new CanonicalMessage(envelope, command)))));
        return id;
    }

    /** Carries a command out and returns the state it ended in. */
    String run(CanonicalCommand command, String subject) {
        String id = enqueue(command, subject);
        await().atMost(Duration.ofSeconds(30)).until(() -> state(id) != null);
        return String.valueOf(state(id));
    }

    /** How a command ended; null as long as it has not. */
    @org.jspecify.annotations.Nullable
    String state(String id) {
        return jdbi.withHandle(handle -> handle.select("select state from command_history where id = ?", id)
                .mapTo(String.class)
                .findOne()
                .orElse(null));
    }

    /** The failure code of the command that ended last. */
    String lastFailure() {
        return jdbi.withHandle(handle -> handle.select(
                        "select coalesce(failure_code, '') from command_history order by finished_at desc limit 1")
                .mapTo(String.class)
                .one());
    }

    /** Whether what is stored of a person is erased, and stays so. */
    boolean isForgotten(String person) {
        return jdbi.withHandle(
                handle -> handle.select("select exists (select from forgotten_person where person = ?)", person)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** What was told to everybody, in order. */
    List<String> told(String type) {
        return jdbi.withHandle(handle -> handle.select(
                        "select payload from outbox where topic = 'customer.events.v1' and envelope::text like ? order by id",
                        "%" + type + "%")
                .mapTo(String.class)
                .list());
    }

    /** All that our own tables hold of commands and their ends. */
    String everythingStored() {
        return jdbi.withHandle(handle -> handle.select("""
                        select coalesce(string_agg(t, ' '), '') from (
                          select payload::text || envelope::text as t from command_history
                          union all select payload::text || envelope::text from outbox
                          union all select payload::text || envelope::text || detail from dead_letter) all_of_it""").mapTo(String.class).one());
    }

    /** An empty portal, and nothing told or done. */
    void forgetEverything() {
        send("POST", "/_sandbox/reset", "");
        send("DELETE", "/_sandbox/faults", "");
        jdbi.useHandle(handle -> handle.execute("truncate command_history, outbox, dead_letter"));
    }

    /** Calls the sandbox's HubSpot. */
    JsonNode hubspot(String method, String path, String body) {
        return send(method, "/hubspot" + path, body);
    }

    /** Does what a person in the portal does. */
    JsonNode person(String method, String path, String body) {
        return send(method, "/_sandbox/hubspot/" + PORTAL + path, body);
    }

    /** Lets something go wrong, see the sandbox's faults. */
    void fault(String json) {
        send("POST", "/_sandbox/faults", json);
    }

    /** How often an operation took effect, by the sandbox's own ledger. */
    long effects(String operation) {
        JsonNode rows = send("GET", "/_sandbox/ledger?provider=hubspot", "");
        JsonNode list = rows.isArray() ? rows : rows.path("rows");
        long count = 0;
        for (JsonNode row : list) {
            if (row.path("operation").asText().equals(operation)
                    && row.path("outcome").asText().equalsIgnoreCase("applied")) {
                count++;
            }
        }
        return count;
    }

    private JsonNode send(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + path))
                    .header("Authorization", "Bearer " + TOKEN)
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                    .build();
            String answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return CanonicalJson.mapper().readTree(answer.isEmpty() ? "{}" : answer);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    static ExternalRef ref(String id) {
        return new ExternalRef(BusinessSystem.CRM, id);
    }

    @Override
    public void close() {
        dispatcher.close();
        camel.stop();
        http.close();
        sandbox.close();
    }
}
