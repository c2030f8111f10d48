package dev.interline.durable.quota;

import java.time.Duration;

/**
 * One limit of a provider for one connection: so many permits in any window of the interval.
 *
 * <p>A bucket that held all permits and refilled at their full rate would let through twice as many in one window. So the
 * burst is a part of the permits, and the rest of them flows in over the interval and the life of a leased block: no
 * window of the interval ever sees more than the permits.
 *
 * @param name of the limit among those of its connection; {@code name/part} where a record or an operation has the limit
 *     for itself
 * @param permits allowed in any window of {@code interval}
 * @param burst allowed at once, fewer than the permits
 */
public record QuotaLimit(String name, int permits, Duration interval, int burst) {

    /** Stands between the name of a limit and the record or operation that has it for itself. */
    public static final String PART = "/";

    private static final Duration LONGEST_BLOCK = Duration.ofSeconds(1);
    private static final int BLOCKS_PER_INTERVAL = 10;

    /** How much later one request may arrive than another that was counted with it, as a share of a block's life. */
    private static final double TRANSIT_SHARE = 0.5;

    /** Up to this many permits tokens are leased one at a time. */
    private static final int SMALL = 10;

    private static final double NANOS = 1e9;

    /** @throws IllegalArgumentException unless 2 permits or more are split into a burst and a flow */
    public QuotaLimit {
        if (burst < 1 || burst >= permits || !interval.isPositive()) {
            throw new IllegalArgumentException(
                    "The limit " + name + " needs 1 <= burst < permits and an interval, but has" + " burst=" + burst
                            + " permits=" + permits + " interval=" + interval);
        }
    }

    /** The name without the part: {@code ticket-updates} of {@code ticket-updates/35436}. */
    public static String baseOf(String name) {
        int part = name.indexOf(PART);
        return part < 0 ? name : name.substring(0, part);
    }

    /** How fast the bucket fills. */
    double refillPerSecond() {
        return (permits - burst) / (seconds(interval) + seconds(blockLife()) * (1 + TRANSIT_SHARE));
    }

    /** How long leased tokens may be used. */
    Duration blockLife() {
        Duration life = interval.dividedBy(BLOCKS_PER_INTERVAL);
        return life.compareTo(LONGEST_BLOCK) > 0 ? LONGEST_BLOCK : life;
    }

    /** The most tokens a replica takes at once. */
    int largestBlock() {
        return permits <= SMALL ? 1 : Math.max(1, burst / 2);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
