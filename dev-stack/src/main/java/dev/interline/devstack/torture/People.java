package dev.interline.devstack.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Salespeople who edit companies in HubSpot, and agents who work on tickets in Zendesk. Used by one thread at a time. */
final class People {
    private static final List<String> STAGES =
            List.of("lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist");
    private static final List<String> INDUSTRIES = List.of("BANKING", "ACCOUNTING", "APPAREL_FASHION", "AUTOMOTIVE");
    private static final List<String> PRIORITIES = List.of("low", "normal", "high", "urgent");

    private final SandboxControl sandbox;
    private final Ledger ledger;
    private final Random random;
    private final AtomicLong acts = new AtomicLong();
    private final List<String> openTickets = new ArrayList<>();

    People(SandboxControl sandbox, Ledger ledger, long seed) {
        this.sandbox = sandbox;
        this.ledger = ledger;
        this.random = new Random(seed * 13);
    }

    /** How many acts the sandbox has let happen. */
    long acts() {
        return acts.get();
    }

    /** Does something; nothing while no record of ours is known. */
    void act() {
        ledger.all();
        boolean done =
                switch (random.nextInt(4)) {
                    case 0 -> edit(Map.of("industry", INDUSTRIES.get(random.nextInt(INDUSTRIES.size()))));
                    case 1 -> edit(Map.of("lifecyclestage", STAGES.get(random.nextInt(STAGES.size()))));
                    case 2 -> openTickets.size() < 5 ? open() : work();
                    default -> openTickets.isEmpty() ? open() : work();
                };
        if (done) {
            acts.incrementAndGet();
        }
    }

    private boolean edit(Map<String, String> properties) {
        Effect company = ledger.someRecord(random, "hubspot");
        return company != null && edit(company, properties);
    }

    /** A salesperson edits that company. */
    boolean edit(Effect company, Map<String, String> properties) {
        return sandbox.act(
                        "/hubspot/" + company.account() + "/companies/" + company.entity(),
                        Map.of("properties", properties))
                .ok();
    }

    private boolean open() {
        Effect organization = ledger.someRecord(random, "zendesk");
        if (organization == null) {
            return false;
        }
        Http.Answer answer = sandbox.act(
                "/zendesk/" + organization.account() + "/tickets",
                Map.of(
                        "ticket",
                        Map.of(
                                "subject",
                                "It does not work",
                                "comment",
                                Map.of("body", "Please look"),
                                "priority",
                                priority(),
                                "organization_id",
                                Long.parseLong(organization.entity()))));
        if (answer.ok()) {
            openTickets.add("/zendesk/" + organization.account() + "/tickets/"
                    + answer.json().path("ticket").path("id").asText());
        }
        return answer.ok();
    }

    private boolean work() {
        int index = random.nextInt(openTickets.size());
        boolean solve = random.nextBoolean();
        Map<String, String> change = solve ? Map.of("status", "solved") : Map.of("priority", priority());
        Http.Answer answer = sandbox.act(openTickets.get(index), Map.of("ticket", change));
        if (solve && answer.ok()) {
            openTickets.remove(index);
        }
        return answer.ok();
    }

    private String priority() {
        return PRIORITIES.get(random.nextInt(PRIORITIES.size()));
    }
}
