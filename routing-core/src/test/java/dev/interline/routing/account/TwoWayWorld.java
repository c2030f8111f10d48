package dev.interline.routing.account;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.message.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Billing and the CRM with one company each, as their connectors show them: billing tells each change as it was, the CRM is
 * read again and tells what it has now. Commands run in order; what was told comes late, in any order. Our own writes come
 * back and are recognised, some are not.
 */
final class TwoWayWorld {

    private static final String CUSTOMER = "cus_1";
    private static final String COMPANY = "9001";
    private static final int UNRECOGNISED_PERCENT = 10;

    private final RoutesUnderTest routes;
    private final TenantId tenant;
    private final Random random;
    private final Map<BusinessSystem, Record> records = new EnumMap<>(BusinessSystem.class);
    private final List<Told> underWay = new ArrayList<>();
    private final Map<BusinessSystem, Deque<String>> lanes = new EnumMap<>(BusinessSystem.class);
    private final Map<BusinessSystem, Integer> commandsSeen = new EnumMap<>(BusinessSystem.class);
    private final Map<BusinessSystem, UnaryOperator<String>> automations = new EnumMap<>(BusinessSystem.class);
    private Instant now = Instant.now();
    private int writes;

    private record Record(String name, Instant changedAt) {}

    private record Told(BusinessSystem system, String name, Instant at) {}

    TwoWayWorld(RoutesUnderTest routes, long seed) {
        this.routes = routes;
        this.tenant = new TenantId("t" + UUID.randomUUID().toString().substring(0, 20));
        this.random = new Random(seed);
        for (BusinessSystem system : List.of(BusinessSystem.BILLING, BusinessSystem.CRM)) {
            lanes.put(system, new ArrayDeque<>());
            records.put(system, new Record("", now));
        }
        change(BusinessSystem.BILLING, "First");
        settle();
        writes = 0;
    }

    TenantId tenant() {
        return tenant;
    }

    /** A person gives the company another name. */
    void change(BusinessSystem system, String name) {
        now = now.plusMillis(1);
        records.put(system, new Record(name, now));
        underWay.add(new Told(system, name, now));
    }

    /** Whenever we write, the provider's own rule sets what it makes of the name. */
    void automate(BusinessSystem system, UnaryOperator<String> rule) {
        automations.put(system, rule);
    }

    /** Lets something happen that is under way, if anything is. */
    boolean step() {
        List<Runnable> possible = new ArrayList<>();
        if (!underWay.isEmpty()) {
            possible.add(() -> deliver(underWay.remove(random.nextInt(underWay.size()))));
        }
        lanes.forEach((system, lane) -> {
            if (!lane.isEmpty()) {
                possible.add(() -> write(system, lane.removeFirst()));
            }
        });
        if (possible.isEmpty()) {
            return false;
        }
        possible.get(random.nextInt(possible.size())).run();
        return true;
    }

    /** Lets everything happen that is under way. */
    void settle() {
        for (int steps = 0; step(); steps++) {
            if (steps > 2_000) {
                throw new AssertionError("the traffic does not stop: " + records);
            }
        }
    }

    String name(BusinessSystem system) {
        return at(system).name();
    }

    /** How often we have written to a provider. */
    int writes() {
        return writes;
    }

    private Record at(BusinessSystem system) {
        return Objects.requireNonNull(records.get(system));
    }

    private void deliver(Told told) {
        boolean billing = told.system() == BusinessSystem.BILLING;
        Record present = at(told.system());
        String name = billing ? told.name() : present.name();
        Instant at = billing ? told.at() : present.changedAt();
        String id = "evt_" + UUID.randomUUID();
        AccountId account = billing ? null : routes.account(tenant).id();
        Account said = new Account(
                new ExternalRef(told.system(), billing ? CUSTOMER : COMPANY),
                account,
                Map.of(AccountField.NAME, name),
                new SourceVersion(at, billing ? SourceVersion.CHANGED : SourceVersion.OBSERVED, id));
        routes.deliver(
                "customer-events", tenant, id, billing ? CUSTOMER : COMPANY, new CustomerEvent.AccountUpdated(said));
        collect();
    }

    private void write(BusinessSystem system, String name) {
        writes++;
        if (name.equals(name(system))) {
            return;
        }
        now = now.plusMillis(1);
        records.put(system, new Record(name, now));
        if (random.nextInt(100) < UNRECOGNISED_PERCENT) {
            underWay.add(new Told(system, name, now));
        }
        UnaryOperator<String> rule = automations.get(system);
        if (rule != null && !rule.apply(name).equals(name)) {
            change(system, rule.apply(name));
        }
    }

    private void collect() {
        collect(BusinessSystem.BILLING, "billing-commands", "/name");
        collect(BusinessSystem.CRM, "crm-commands", "/fields/name");
    }

    private void collect(BusinessSystem system, String channel, String name) {
        List<String> commands = routes.commands(channel, tenant);
        for (String command : commands.subList(commandsSeen.getOrDefault(system, 0), commands.size())) {
            try {
                String wanted =
                        CanonicalJson.mapper().readTree(command).at(name).asText("");
                if (!wanted.isEmpty()) {
                    Objects.requireNonNull(lanes.get(system)).add(wanted);
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        commandsSeen.put(system, commands.size());
    }
}
