package dev.interline.devstack.torture;

import dev.interline.devstack.torture.Violation.Kind;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** Stripe's side of its webhooks: sends each until it is answered 2xx, and remembers which ones were. */
final class Stripe {
    /** Stripe itself sends an event again for three days; a slow machine starts the receiver for most of the time it lives. */
    private static final long PATIENCE_NANOS = 600_000_000_000L;

    private static final long BETWEEN_ATTEMPTS_MILLIS = 250;
    private static final int REFUSED = 400;

    final LongAdder sent = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder forged = new LongAdder();

    private final StripeSender sender;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final List<Violation> violations = new CopyOnWriteArrayList<>();

    Stripe(StripeSender sender) {
        this.sender = sender;
    }

    /** Sends the event until it is accepted. */
    void deliver(StripeEvent event) {
        sent.increment();
        if (untilAccepted(event)) {
            accepted.add(event.id());
        } else {
            violations.add(new Violation(Kind.NOT_ACCEPTED, event.type() + " " + event.id()));
        }
    }

    /** Sends an event once more that was, or is being, delivered. */
    void duplicate(StripeEvent event) {
        sent.increment();
        duplicates.increment();
        untilAccepted(event);
    }

    /** Sends an event with a wrong signature until it is answered at all. */
    void forge(StripeEvent event) {
        sent.increment();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        int status = sender.sendForged(event);
        while ((status == 0 || status >= 500) && System.nanoTime() < deadline) {
            Pause.millis(BETWEEN_ATTEMPTS_MILLIS);
            status = sender.sendForged(event);
        }
        if (status == REFUSED) {
            forged.increment();
        } else {
            violations.add(new Violation(Kind.FORGED_ACCEPTED, event.id() + " was answered " + status));
        }
    }

    private boolean untilAccepted(StripeEvent event) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (sender.send(event) / 100 != 2) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            repeated.increment();
            Pause.millis(BETWEEN_ATTEMPTS_MILLIS);
        }
        return true;
    }

    /** The ids of all events that were answered 2xx. */
    Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }
}
