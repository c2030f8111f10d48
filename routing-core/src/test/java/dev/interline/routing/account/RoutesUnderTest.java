package dev.interline.routing.account;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.echo.FieldHolds;
import dev.interline.durable.echo.Oscillation;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.inbound.Inbox;
import dev.interline.durable.outbound.Outbox;
import dev.interline.routing.identity.CrossReferences;
import dev.interline.routing.ownership.OwnershipPolicy;
import dev.interline.routing.translate.AccountAnnouncements;
import dev.interline.routing.translate.Messages;
import dev.interline.routing.translate.PaymentTickets;
import dev.interline.routing.translate.Refetches;
import dev.interline.routing.translate.TrialNotes;
import dev.interline.runtime.route.Delivery;
import dev.interline.runtime.route.DeliveryRouteConfiguration;
import dev.interline.runtime.route.OutboxComponent;
import dev.interline.runtime.route.TransactionalInboxRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jdbi.v3.core.Jdbi;

/** The real YAML routes and beans on a real database, with channels bound to where a test can reach them. */
final class RoutesUnderTest implements AutoCloseable {

    private static final List<String> INCOMING =
            List.of("billing-events", "customer-events", "support-events", "crm-results", "support-results");
    private static final List<String> COMMANDS = List.of("billing-commands", "crm-commands", "support-commands");

    private static final SharedFields OWNED_BY_ONE =
            new SharedFields(Map.of(), new Oscillation(6, Duration.ofMinutes(10)));

    private final Jdbi jdbi;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate producer;

    /** Each fact is its owner's alone. */
    RoutesUnderTest() {
        this(TestDatabase.create("db/migration"), OWNED_BY_ONE);
    }

    RoutesUnderTest(SharedFields shared) {
        this(TestDatabase.create("db/migration"), shared);
    }

    private RoutesUnderTest(Jdbi jdbi, SharedFields shared) {
        this.jdbi = jdbi;
        Outbox outbox = new Outbox(() -> {});
        Messages messages = new Messages(Clock.systemUTC());
        CrossReferences references = new CrossReferences();
        LastCommands lastCommands = new LastCommands(shared);
        OwnershipPolicy ownership = new OwnershipPolicy();
        Decisions decisions = new Decisions(outbox, messages);
        AccountAnnouncements announcements = new AccountAnnouncements(messages, shared, references);
        UnknownCustomers unknown = new UnknownCustomers();
        camel.getRegistry().bind("inbox", new TransactionalInboxRepository(new Inbox()));
        camel.getRegistry()
                .bind(
                        "accountBook",
                        new AccountBook(
                                references,
                                ownership,
                                decisions,
                                lastCommands,
                                new SharedFacts(shared, ownership, decisions, lastCommands)));
        camel.getRegistry().bind("subscriptionBook", new SubscriptionBook(references, unknown));
        camel.getRegistry().bind("invoiceBook", new InvoiceBook(references, unknown));
        camel.getRegistry().bind("ticketBook", new TicketBook(references));
        camel.getRegistry().bind("accountViews", new AccountViews());
        camel.getRegistry().bind("accountAnnouncements", announcements);
        camel.getRegistry().bind("heldFacts", new HeldFacts(shared, announcements, lastCommands, new DeadLetters()));
        camel.getRegistry().bind("lastCommands", lastCommands);
        camel.getRegistry().bind("trialNotes", new TrialNotes(messages, references));
        camel.getRegistry().bind("paymentTickets", new PaymentTickets(messages, lastCommands));
        camel.getRegistry().bind("refetches", new Refetches(messages));
        camel.addComponent("outbox", new OutboxComponent(outbox));
        Properties channels = new Properties();
        INCOMING.forEach(channel -> channels.put("channel." + channel, "direct:in-" + channel));
        COMMANDS.forEach(channel -> channels.put("channel." + channel, "outbox:" + channel));
        camel.getPropertiesComponent().setOverrideProperties(channels);
        try {
            camel.addRoutesConfigurations(new DeliveryRouteConfiguration());
            PluginHelper.getRoutesLoader(camel).loadRoutes(routes());
            camel.start();
        } catch (Exception broken) {
            throw new IllegalStateException("The routes do not start", broken);
        }
        producer = camel.createProducerTemplate();
    }

    private static List<Resource> routes() throws Exception {
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

    /** The same on one connection, for tests of one thread with very many deliveries. */
    static RoutesUnderTest onOneConnection() {
        return new RoutesUnderTest(
                Jdbi.create(TestDatabase.create("db/migration").open().getConnection()), OWNED_BY_ONE);
    }

    /** Lets all that is delivered meanwhile be one transaction, which every delivery joins. */
    void inOneTransaction(Runnable deliveries) {
        jdbi.useTransaction(joined -> deliveries.run());
    }

    /** Removes what was told to others, as the relay would; otherwise every look at it would read all of it. */
    void forgetWhatWasTold() {
        jdbi.useHandle(handle -> handle.execute("truncate outbox"));
    }

    /** Delivers a message as the intake would: one transaction, rolled back if the route fails. */
    void deliver(String channel, TenantId tenant, String id, String subject, CanonicalPayload payload) {
        String type = MessageType.of(payload).name();
        Envelope envelope =
                new Envelope(id, URI.create("/test"), type, subject, Instant.now(), tenant, null, id, null, null);
        CanonicalPayload read = CanonicalJson.read(type, CanonicalJson.write(payload));
        jdbi.useTransaction(handle -> {
            Exchange exchange = camel.getEndpoint("direct:in-" + channel).createExchange();
            exchange.getMessage().setBody(read);
            new Delivery(envelope, handle).on(exchange);
            producer.send("direct:in-" + channel, exchange);
            if (exchange.getException() != null) {
                throw new IllegalStateException(exchange.getException());
            }
        });
    }

    /** What is known of the only account of the tenant. */
    AccountView account(TenantId tenant) {
        return jdbi.inTransaction(handle -> {
            String id = handle.select("select account_id from account where tenant_id = ?", tenant.value())
                    .mapTo(String.class)
                    .one();
            return new AccountViews().load(handle, tenant, new AccountId(id));
        });
    }

    /** The bodies written to a commands channel for the tenant, in order. */
    List<String> commands(String channel, TenantId tenant) {
        return jdbi.withHandle(handle -> handle.select(
                        "select payload from outbox where topic = ? and record_key like ? order by id",
                        channel,
                        tenant.value() + "|%")
                .mapTo(String.class)
                .list());
    }

    /** The rules of the decisions recorded for the tenant. */
    List<String> decisions(TenantId tenant) {
        return jdbi.withHandle(handle ->
                handle.select("""
                        select payload::json ->> 'rule' from outbox
                        where topic = 'routing.decisions.v1' and record_key like ? order by id""", tenant.value() + "|%").mapTo(String.class).list());
    }

    /** The dead letters of the tenant: where each would go, its code, and the command in it. */
    List<List<String>> parked(TenantId tenant) {
        return jdbi.withHandle(handle -> handle.select(
                        "select source, failure_code, payload from dead_letter where tenant_id = ? order by source",
                        tenant.value())
                .map((rs, context) -> List.of(rs.getString(1), rs.getString(2), rs.getString(3)))
                .list());
    }

    /** Lets the field of the tenant's only account go. */
    boolean release(TenantId tenant, String field) {
        String account = account(tenant).id().value();
        return jdbi.inTransaction(handle -> FieldHolds.release(handle, tenant, account, field));
    }

    @Override
    public void close() {
        camel.stop();
    }
}
