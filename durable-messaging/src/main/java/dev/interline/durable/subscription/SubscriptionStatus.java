package dev.interline.durable.subscription;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a connection's subscription stands.
 *
 * @param keptBy the connection that has the findings: itself, or another one of the same app
 * @param providerId the provider's id of the subscription that is ours, as last seen
 * @param asked what a person has asked for and is not done yet
 * @param checkedAt when it was last looked at; absent if never
 * @param failureCode why the last look failed
 * @param heartbeat what is known of heartbeats
 */
public record SubscriptionStatus(
        ConnectionId connection,
        TenantId tenant,
        ConnectionId keptBy,
        @Nullable String providerId,
        @Nullable Asked asked,
        @Nullable String askedBy,
        boolean checkDue,
        @Nullable Instant checkedAt,
        List<Finding> findings,
        int failures,
        @Nullable String failureCode,
        @Nullable String failureDetail,
        Heartbeat heartbeat) {

    public SubscriptionStatus {
        findings = List.copyOf(findings);
    }

    /** What a person may ask for. */
    public enum Asked {
        CHECK,
        REPAIR
    }

    /**
     * Heartbeats of a connection.
     *
     * @param due whether one is to be sent now
     * @param record the record at the provider that they change
     * @param sentAt when the last one was sent
     * @param throughAt when one last came through
     * @param tookMillis how long that one took from its sending to its storing
     * @param failure why the last one could not be sent
     */
    public record Heartbeat(
            boolean due,
            @Nullable String record,
            @Nullable Instant sentAt,
            @Nullable Instant throughAt,
            @Nullable Long tookMillis,
            @Nullable String failure) {}
}
