package dev.interline.devstack;

import java.util.List;

/** The topics that connectors and routing-core meet on. */
final class Topics {
    static final int PARTITIONS = 12;

    static final List<String> ALL = List.of(
            "customer.events.v1",
            "billing.events.v1",
            "support.events.v1",
            "usage.events.v1",
            "billing.commands.v1",
            "crm.commands.v1",
            "support.commands.v1",
            "billing.results.v1",
            "crm.results.v1",
            "support.results.v1",
            "routing.decisions.v1");

    private Topics() {}
}
