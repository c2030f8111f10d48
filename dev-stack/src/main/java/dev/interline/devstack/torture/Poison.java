package dev.interline.devstack.torture;

import dev.interline.devstack.torture.Violation.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Inputs nobody can handle, counted: each must be parked where a person sees it, and nothing else may be. */
final class Poison {
    private static final int UNMAPPABLE = 5;
    private static final int UNREADABLE = 3;
    private static final int REFUSED = 2;

    private final Endpoints endpoints;
    private final SandboxControl sandbox;
    private final Stripe stripe;
    private final Ledger ledger;
    private final long seed;
    private final Set<String> unmappable = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    Poison(Endpoints endpoints, SandboxControl sandbox, Stripe stripe, Ledger ledger, long seed) {
        this.endpoints = endpoints;
        this.sandbox = sandbox;
        this.stripe = stripe;
        this.ledger = ledger;
        this.seed = seed;
    }

    int thrown() {
        return UNMAPPABLE + UNREADABLE + REFUSED;
    }

    /** Throws all of it; {@link #mend} must follow when the stack is quiet. */
    void pour(List<Company> companies) {
        unmappableEvents();
        unreadableRecords();
        refusedCommands(companies.subList(0, REFUSED));
    }

    /** A subscription in a state that no version of ours knows. */
    private void unmappableEvents() {
        for (int i = 0; i < UNMAPPABLE; i++) {
            String id = "evt_unmappable" + i;
            stripe.deliver(StripeEvent.of(
                    id,
                    TorturePlan.TENANTS.get(i % TorturePlan.TENANTS.size()),
                    "customer.subscription.updated",
                    seed & 0xFFFF,
                    StripeEvent.subscription("sub_poison", "cus_poison", "hibernating", "none"),
                    ""));
            unmappable.add(id);
        }
    }

    /** Records on a topic of ours that are no messages of ours. */
    private void unreadableRecords() {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", endpoints.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < UNREADABLE; i++) {
                var unused = producer.send(new ProducerRecord<>(
                        "billing.events.v1",
                        ("poison" + i).getBytes(StandardCharsets.UTF_8),
                        "not a message".getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }

    /** Tickets that Zendesk refuses to solve, whoever asks. */
    private void refusedCommands(List<Company> companies) {
        for (Company company : companies) {
            stripe.deliver(company.failPayment());
            String ticket = company.openTicket();
            Effect made = ledger.await(
                    effect -> effect.isTicketCreation()
                            && effect.account().equals(company.tenant())
                            && effect.externalId().equals(ticket),
                    "the ticket " + ticket);
            faults.add(sandbox.fail(Map.of(
                    "provider",
                    "zendesk",
                    "account",
                    company.tenant(),
                    "method",
                    "PUT",
                    "pathPattern",
                    "/tickets/" + made.entity() + "(\\.json)?$",
                    "kind",
                    "status",
                    "status",
                    422)));
            stripe.deliver(company.payInVain());
        }
    }

    /** Ends what refuses. */
    void mend() {
        faults.forEach(sandbox::mend);
    }

    /** Whether what is parked is what was declared: no more, no less. */
    List<Violation> violations(Queues queues) {
        List<Violation> found = new ArrayList<>();
        Map<String, Long> declared = Map.of(
                "routing-core: billing.events.v1 unreadable UNMAPPABLE ROUTING-1001", (long) UNREADABLE,
                "support-connector: lane support.solve-ticket.v1 REJECTED SUPPORT-2422", (long) REFUSED);
        Map<String, Long> letters = queues.deadLetters();
        letters.forEach((what, count) -> {
            if (!count.equals(declared.get(what))) {
                found.add(new Violation(
                        Kind.WRONGLY_PARKED,
                        count + " dead letters of " + what + ", declared " + declared.getOrDefault(what, 0L)));
            }
        });
        declared.forEach((what, count) -> {
            if (!letters.containsKey(what)) {
                found.add(new Violation(Kind.WRONGLY_PARKED, "no dead letter of " + what + ", declared " + count));
            }
        });
        Map<String, Set<String>> states = queues.stripeEventsByState();
        if (!states.getOrDefault("UNMAPPABLE", Set.of()).equals(unmappable) || queues.unmappable() != UNMAPPABLE) {
            found.add(new Violation(
                    Kind.WRONGLY_PARKED,
                    queues.unmappable() + " unmappable events " + states.get("UNMAPPABLE") + ", declared "
                            + unmappable));
        }
        Set<String> missing = new HashSet<>(stripe.accepted());
        states.values().forEach(missing::removeAll);
        missing.forEach(id -> found.add(new Violation(Kind.LOST, id + " was answered 2xx and is not stored")));
        return found;
    }
}
