package dev.interline.durable.quota;

/**
 * Whose commands go first when a quota gets short: the lower take tokens only while the bucket holds more than a reserve,
 * so that a backfill never starves live traffic.
 */
public enum CommandPriority {
    /** A provider's webhook caused it. */
    WEBHOOK(0.0),
    /** A person waits for it. */
    USER(0.1),
    /** Regular synchronisation. */
    SYNC(0.3),
    /** A mass of old records. */
    BACKFILL(0.5);

    private final double reserve;

    CommandPriority(double reserve) {
        this.reserve = reserve;
    }

    /** The share of a bucket's capacity that is left to higher priorities. */
    public double reserve() {
        return reserve;
    }

    /** The priority of a stored number; the lowest if a newer version wrote it. */
    public static CommandPriority of(int stored) {
        return stored >= 0 && stored < values().length ? values()[stored] : BACKFILL;
    }
}
