package dev.interline.durable.quota;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.lane.CommandPriority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts calls ahead of the providers' limits, so that they need not refuse us. Used by many threads; nobody ever waits in
 * it longer than for one short statement.
 */
public final class QuotaGovernor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaGovernor.class);

    /** Limits that records have for themselves make many buckets; beyond this those not in use are forgotten. */
    private static final int MANY = 10_000;

    private final QuotaBuckets buckets;
    private final LongSupplier nanoTime;
    private final int many;
    private final Map<Key, LocalBucket> local = new ConcurrentHashMap<>();
    private volatile int tooMany;

    private record Key(ConnectionId connection, QuotaLimit limit) {}

    public QuotaGovernor(Jdbi jdbi) {
        this(jdbi, System::nanoTime);
    }

    /** @param nanoTime a monotonic clock, for the life of what is leased */
    QuotaGovernor(Jdbi jdbi, LongSupplier nanoTime) {
        this(jdbi, nanoTime, MANY);
    }

    /** @param many how many buckets are held before those not in use are forgotten */
    QuotaGovernor(Jdbi jdbi, LongSupplier nanoTime, int many) {
        this.buckets = new QuotaBuckets(jdbi);
        this.nanoTime = nanoTime;
        this.many = many;
        this.tooMany = many;
    }

    /** Takes a token of each of the limits, or of none of them. */
    public QuotaDecision acquire(ConnectionId connection, List<QuotaLimit> limits, CommandPriority priority) {
        List<LocalBucket> taken = new ArrayList<>(limits.size());
        for (QuotaLimit limit : limits) {
            LocalBucket bucket = bucket(connection, limit);
            Duration wait = bucket.take(priority, nanoTime.getAsLong());
            if (!wait.isZero()) {
                taken.forEach(other -> other.putBack(priority));
                return new QuotaDecision.Wait(limit.name(), wait);
            }
            taken.add(bucket);
        }
        return new QuotaDecision.Granted();
    }

    /** Takes note of what the provider said of its limits in an answer that was no refusal. */
    public void observe(ConnectionId connection, List<QuotaLimit> limits, List<QuotaObservation> observations) {
        for (QuotaLimit limit : limits) {
            LocalBucket bucket = bucket(connection, limit);
            bucket.answered();
            for (QuotaObservation observation : observations) {
                if (QuotaLimit.baseOf(limit.name()).equals(observation.limitName())) {
                    bucket.observe(observation, nanoTime.getAsLong());
                }
            }
        }
    }

    /**
     * The provider refused a call for this limit: the bucket rests, other buckets do not.
     *
     * @param asked how long the provider asked us to wait; without it each refusal in a row doubles the rest
     * @param reason the error code
     * @return how long the command that was refused waits
     */
    public Duration throttled(
            ConnectionId connection,
            QuotaLimit limit,
            CommandPriority priority,
            @Nullable Duration asked,
            String reason) {
        LOG.warn("connection {} is throttled at its limit {}: {}", connection, limit.name(), reason);
        return bucket(connection, limit).throttled(asked, reason, priority, nanoTime.getAsLong());
    }

    /** All buckets as they stand. */
    public static List<QuotaStatus> status(Handle handle) {
        return QuotaBuckets.status(handle);
    }

    private LocalBucket bucket(ConnectionId connection, QuotaLimit limit) {
        LocalBucket bucket =
                local.computeIfAbsent(new Key(connection, limit), key -> new LocalBucket(connection, limit, buckets));
        if (local.size() > tooMany) {
            forgetIdle();
        }
        return bucket;
    }

    /** What is in use stays, however many; then it is looked at again only when they have doubled. */
    private void forgetIdle() {
        long now = nanoTime.getAsLong();
        local.values().removeIf(bucket -> bucket.isIdle(now));
        tooMany = Math.max(many, 2 * local.size());
    }

    /** How many buckets this process holds. */
    int held() {
        return local.size();
    }

    /** Gives back what was leased and not used; a failure to do so costs some tokens and nothing else. */
    @Override
    public void close() {
        for (LocalBucket bucket : local.values()) {
            try {
                bucket.close(nanoTime.getAsLong());
            } catch (RuntimeException away) {
                LOG.debug(
                        "leased tokens of {} expire instead: {}", bucket.limit().name(), away.toString());
            }
        }
    }
}
