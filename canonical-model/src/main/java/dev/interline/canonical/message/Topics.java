package dev.interline.canonical.message;

import dev.interline.canonical.BusinessSystem;
import java.util.ArrayList;
import java.util.List;

/** The names of the Kafka topics. */
public final class Topics {

    /** What happened to companies and the people in them. */
    public static final String CUSTOMER_EVENTS = "customer.events.v1";
    /** What happened to subscriptions and invoices. */
    public static final String BILLING_EVENTS = "billing.events.v1";
    /** What happened to tickets. */
    public static final String SUPPORT_EVENTS = "support.events.v1";
    /** What was consumed of what was bought. */
    public static final String USAGE_EVENTS = "usage.events.v1";
    /** What routing decided and by which rule. */
    public static final String ROUTING_DECISIONS = "routing.decisions.v1";

    private Topics() {}

    /** Where commands for a system travel: {@code crm.commands.v1}. */
    public static String commands(BusinessSystem system) {
        return system.token() + ".commands.v1";
    }

    /** Where a system's connector reports what became of commands: {@code crm.results.v1}. */
    public static String results(BusinessSystem system) {
        return system.token() + ".results.v1";
    }

    /** Every topic that must exist before a service starts. */
    public static List<String> all() {
        List<String> topics = new ArrayList<>(
                List.of(CUSTOMER_EVENTS, BILLING_EVENTS, SUPPORT_EVENTS, USAGE_EVENTS, ROUTING_DECISIONS));
        for (BusinessSystem system : BusinessSystem.values()) {
            topics.add(commands(system));
            topics.add(results(system));
        }
        return List.copyOf(topics);
    }
}
