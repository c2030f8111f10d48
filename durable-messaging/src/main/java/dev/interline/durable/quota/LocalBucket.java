package dev.interline.durable.quota;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.durable.quota.QuotaBuckets.Lease;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * This replica's part of a bucket: the tokens it has leased, and who was sent away until when. Times are nanoseconds of a
 * monotonic clock.
 */
final class LocalBucket {

    private static final Duration RECHECK = Duration.ofSeconds(1);
    private static final Duration FURTHEST_SLOT = Duration.ofMinutes(5);
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);
    private static final int MAX_DOUBLINGS = 6;
    private static final double NANOS = 1e9;
    private static final int PRIORITIES = CommandPriority.values().length;

    private final ConnectionId connection;
    private final QuotaLimit limit;
    private final QuotaBuckets buckets;
    private final Share[] shares = new Share[PRIORITIES];
    private boolean defined;
    private int throttledInARow;
    private @Nullable QuotaObservation seen;
    private long seenAt;

    /** What the commands of one priority have of it. */
    private static final class Share {
        int tokens;
        long expiresAt;
        int nextBlock = 1;
        boolean denied;
        long opensAt;
        long askAgainAt;
        long nextSlot;
    }

    LocalBucket(ConnectionId connection, QuotaLimit limit, QuotaBuckets buckets) {
        this.connection = connection;
        this.limit = limit;
        this.buckets = buckets;
        for (int i = 0; i < PRIORITIES; i++) {
            shares[i] = new Share();
        }
    }

    QuotaLimit limit() {
        return limit;
    }

    /**
     * Takes one token.
     *
     * @return how long to wait for one; zero if it was taken
     */
    synchronized Duration take(CommandPriority priority, long now) {
        if (takeLocal(priority, now)) {
            return Duration.ZERO;
        }
        Share share = shares[priority.ordinal()];
        if (!share.denied || now - share.askAgainAt >= 0) {
            if (lease(priority, share, now)) {
                return Duration.ZERO;
            }
        }
        return slot(share, now);
    }

    /** What was leased for a lower priority serves a higher one, never the reverse: it came from the reserve. */
    private boolean takeLocal(CommandPriority priority, long now) {
        for (int i = priority.ordinal(); i < PRIORITIES; i++) {
            Share share = shares[i];
            if (share.tokens > 0 && now - share.expiresAt < 0) {
                share.tokens--;
                return true;
            }
        }
        return false;
    }

    private boolean lease(CommandPriority priority, Share share, long now) {
        define();
        // A block used up before its end was too small, one that ended unused too large.
        share.nextBlock = share.tokens == 0 && now - share.expiresAt < 0
                ? Math.min(share.nextBlock * 2, limit.largestBlock())
                : Math.max(1, share.nextBlock - share.tokens);
        QuotaObservation news = seen;
        Double remaining = news == null ? null : news.remaining() + limit.refillPerSecond() * (now - seenAt) / NANOS;
        Lease lease = buckets.lease(connection, limit, priority, share.nextBlock, news, remaining)
                .orElseGet(() -> {
                    // Housekeeping removes buckets that are full and unused.
                    buckets.define(connection, limit);
                    return buckets.lease(connection, limit, priority, share.nextBlock, news, remaining)
                            .orElse(new Lease(0, RECHECK));
                });
        seen = null;
        if (lease.tokens() == 0) {
            share.denied = true;
            share.opensAt = now + lease.delay().toNanos();
            share.askAgainAt = now + Math.min(lease.delay().toNanos(), RECHECK.toNanos());
            return false;
        }
        share.denied = false;
        share.tokens = lease.tokens() - 1;
        share.expiresAt = now + limit.blockLife().toNanos();
        return true;
    }

    private void define() {
        if (!defined) {
            buckets.define(connection, limit);
            defined = true;
        }
    }

    /** Each who is sent away comes back when the token after the last one's has flowed in, so nobody asks in vain often. */
    private Duration slot(Share share, long now) {
        long spacing = (long) (NANOS / limit.refillPerSecond());
        long opens = Math.max(share.opensAt, now);
        long jitter = RandomGenerator.getDefault().nextLong(spacing / 2 + 1);
        if (share.nextSlot - opens > FURTHEST_SLOT.toNanos()) {
            long half = FURTHEST_SLOT.toNanos() / 2;
            return Duration.ofNanos(
                    opens - now + half + RandomGenerator.getDefault().nextLong(half));
        }
        long slot = share.nextSlot - opens > 0 ? share.nextSlot : opens;
        share.nextSlot = slot + spacing;
        return Duration.ofNanos(Math.max(1, slot - now + jitter));
    }

    /** Puts a token back that was taken a moment ago and not used. */
    synchronized void putBack(CommandPriority priority) {
        shares[priority.ordinal()].tokens++;
    }

    /** Notes that the provider did not refuse for this limit. */
    synchronized void answered() {
        throttledInARow = 0;
    }

    /** Believes the provider if it has less left than we hold; told to the other replicas with the next lease. */
    synchronized void observe(QuotaObservation observation, long now) {
        QuotaObservation before = seen;
        if (before == null || observation.remaining() <= before.remaining()) {
            seen = observation;
            seenAt = now;
        }
        int left = observation.remaining();
        for (Share share : shares) {
            share.tokens = Math.min(share.tokens, left);
            left -= share.tokens;
        }
        Duration reset = observation.resetIn();
        if (observation.remaining() <= 0 && reset != null && reset.isPositive()) {
            pause(reset, "provider has none left", now);
        }
    }

    /**
     * Rests after a 429: as long as asked, or longer each time if nothing was asked.
     *
     * @return how long the one who was refused waits
     */
    synchronized Duration throttled(@Nullable Duration asked, String reason, CommandPriority priority, long now) {
        define();
        Duration rest = asked;
        if (rest == null) {
            long ceiling = Math.min(
                    FIRST_REST.toMillis() << Math.min(throttledInARow, MAX_DOUBLINGS), LONGEST_REST.toMillis());
            rest = Duration.ofMillis(ceiling / 2 + RandomGenerator.getDefault().nextLong(ceiling / 2 + 1));
        }
        throttledInARow++;
        pause(rest, reason, now);
        return slot(shares[priority.ordinal()], now);
    }

    private void pause(Duration rest, String reason, long now) {
        buckets.pause(connection, limit, rest, reason);
        for (Share share : shares) {
            share.tokens = 0;
            share.denied = true;
            share.opensAt = now + rest.toNanos();
            share.askAgainAt = now + Math.min(rest.toNanos(), RECHECK.toNanos());
        }
    }

    /** Whether nothing is held or remembered here that matters; another may be made in its place. */
    synchronized boolean isIdle(long now) {
        if (seen != null) {
            return false;
        }
        for (Share share : shares) {
            if (share.tokens > 0 && now - share.expiresAt < 0 || share.nextSlot - now > 0) {
                return false;
            }
        }
        return true;
    }

    /** Gives back what was leased and not used. */
    synchronized void close(long now) {
        int unused = 0;
        for (Share share : shares) {
            if (now - share.expiresAt < 0) {
                unused += share.tokens;
            }
            share.tokens = 0;
        }
        if (unused > 0) {
            buckets.giveBack(connection, limit, unused);
        }
    }
}
