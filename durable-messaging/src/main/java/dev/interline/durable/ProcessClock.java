package dev.interline.durable;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The clock of this process: what it tells others, and what its UUIDv7s begin with. Nothing that is shared, no lease, no
 * schedule, no retention, goes by it; those go by the database's. To prove that, a test can make it jump.
 *
 * <p>Right unless the system property {@value #PROPERTY} says otherwise: {@code PT26H@PT10S} for 26 hours ahead from ten
 * seconds after the start, {@code -PT4M} for four minutes behind from the start.
 */
public final class ProcessClock extends Clock {

    /** The system property that makes the clock wrong. */
    public static final String PROPERTY = "interline.clock-fault";

    private static final ProcessClock CURRENT = of(System.getProperty(PROPERTY, ""), Clock.systemUTC());

    private final Clock right;
    private final Duration wrongBy;
    private final long jumpsAt;

    private ProcessClock(Clock right, Duration wrongBy, Duration after) {
        this.right = right;
        this.wrongBy = wrongBy;
        this.jumpsAt = System.nanoTime() + after.toNanos();
    }

    /** The clock every part of this process reads. */
    public static Clock current() {
        return CURRENT;
    }

    /** Whether the clock was made wrong; a service of the production environment refuses to start then. */
    public static boolean isFaulty() {
        return !CURRENT.wrongBy.isZero();
    }

    /** @throws IllegalArgumentException if the setting is neither empty nor a duration, with {@code @} and another */
    static ProcessClock of(String setting, Clock right) {
        if (setting.isEmpty()) {
            return new ProcessClock(right, Duration.ZERO, Duration.ZERO);
        }
        String[] parts = setting.split("@", 2);
        try {
            return new ProcessClock(
                    right, Duration.parse(parts[0]), parts.length == 1 ? Duration.ZERO : Duration.parse(parts[1]));
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "The system property " + PROPERTY + " is a duration, or two with @ between: PT26H@PT10S; it is '"
                            + setting + "'",
                    malformed);
        }
    }

    @Override
    public Instant instant() {
        boolean jumped = !wrongBy.isZero() && System.nanoTime() - jumpsAt >= 0;
        return jumped ? right.instant().plus(wrongBy) : right.instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times are told in UTC only");
    }
}
