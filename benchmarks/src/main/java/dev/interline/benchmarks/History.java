package dev.interline.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** A million rows of history in every service, and 100,000 commands that wait at each connector, due tomorrow. */
final class History {

    private static final List<String> CONNECTORS = List.of("billing-connector", "crm-connector", "support-connector");

    private final StackUnderTest under;
    private final PrintStream out;

    History(StackUnderTest under, PrintStream out) {
        this.under = under;
        this.out = out;
    }

    void fill() {
        out.println("Filling in a million rows of history ...");
        under.execute("billing-connector", """
                insert into provider_event (id, delivery_id, position, connection_id, dedupe_key, type, state, received_at)
                select gen_random_uuid(), gen_random_uuid(), 0, 'tenant1-stripe', 'old_' || i, 'customer.updated', 'TRANSLATED',
                       now() - interval '10 days' from generate_series(1, 1000000) i""");
        under.execute("routing-core", """
                insert into inbox (consumer, message_key, handled_at)
                select 'customer-events', 'old_' || i, now() - interval '10 days' from generate_series(1, 1000000) i""");
        for (String service : List.of("billing-connector", "routing-core")) {
            under.execute(service, """
                    insert into published_message (id, shard, topic, record_key, envelope, payload, created_at, published_at)
                    select -i, i % 16, 'old', 'k' || i, '{"id":"old"}', repeat('x', 300), now() - interval '6 days',
                           now() - interval '6 days' from generate_series(1, 1000000) i""");
        }
        for (String service : List.of("crm-connector", "support-connector")) {
            under.execute(service, """
                    insert into command_history (id, lane_key, connection_id, tenant_id, type, envelope, payload, state, attempts,
                                                 created_at, finished_at, failures)
                    select 'old_' || i, 'tenant1-x|acc_' || i % 50000, 'tenant1-x', 'tenant1', 'old', '{"id":"old"}',
                           repeat('x', 300), 'DONE', 1, now() - interval '6 days', now() - interval '6 days', '[]'
                    from generate_series(1, 1000000) i""");
        }
        out.println("... and 100,000 waiting commands");
        for (String service : CONNECTORS) {
            under.execute(service, """
                    insert into lane (lane_key, connection_id, next_due_at)
                    select 'tenant1-x|wait_' || i, 'tenant1-x', now() + interval '1 day' from generate_series(1, 100000) i""");
            under.execute(service, """
                    insert into command (id, lane_key, connection_id, tenant_id, type, envelope, payload, state, due_at)
                    select 'wait_' || i, 'tenant1-x|wait_' || i, 'tenant1-x', 'tenant1', 'old', '{"id":"old"}', repeat('x', 300),
                           'PENDING', now() + interval '1 day' from generate_series(1, 100000) i""");
        }
        // Six days ago these rows came one by one; they were vacuumed since, and their pages are on disk.
        for (String service : List.of("billing-connector", "crm-connector", "support-connector", "routing-core")) {
            under.execute(service, "vacuum (analyze)");
        }
        under.checkpoint();
    }
}
