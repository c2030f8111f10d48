package dev.interline.durable.lane;

import dev.interline.durable.FailPoint;
import dev.interline.durable.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to carry a command out, with the call ledger: each call that may have an effect is recorded before it is
 * sent, so that a process that dies meanwhile leaves a question, never a silent repetition. Used by one thread.
 */
public final class CommandAttempt {

    private final Jdbi jdbi;
    private final ClaimedCommand command;
    private final List<AnsweredCall> answered = new ArrayList<>();
    private final List<String> operations = new ArrayList<>();

    CommandAttempt(Jdbi jdbi, ClaimedCommand command) {
        this.jdbi = jdbi;
        this.command = command;
    }

    /** What is to be done. */
    public ClaimedCommand command() {
        return command;
    }

    /** Whether nothing with an effect may be sent: what would be is told by throwing {@link Rehearsed}. */
    public boolean isDryRun() {
        return command.isDryRun();
    }

    /** Notes that a call without effect is made in this attempt. */
    public void looked(String operation) {
        operations.add(operation);
    }

    /** Whether any call was made in this attempt. */
    public boolean isUnderWay() {
        return !operations.isEmpty();
    }

    /** Whether the operation was called in this attempt. */
    public boolean hasCalled(String operation) {
        return operations.contains(operation);
    }

    /** The same for a call whose content no mapping made. */
    public UUID begin(String operation, String idempotency, String idempotencyKey, String requestHash) {
        return begin(operation, idempotency, idempotencyKey, requestHash, null);
    }

    /**
     * Records that a call is about to be sent; commits before it returns.
     *
     * @param idempotency how the operation is made safe
     * @param idempotencyKey what the provider knows the call by
     * @param requestHash SHA-256 over what is sent, so that a repetition with other content is noticed
     * @param mapping what made the content, with its versions; absent if no mapping did
     * @throws LeaseLost if the lane is no longer ours: nothing must be sent then
     * @throws IllegalStateException in a dry run
     */
    public UUID begin(
            String operation, String idempotency, String idempotencyKey, String requestHash, @Nullable String mapping) {
        if (isDryRun()) {
            throw new IllegalStateException("A dry run must not call " + operation);
        }
        UUID id = Ids.fresh();
        operations.add(operation);
        Begun begun = jdbi.withHandle(handle -> handle.createQuery("""
                        with held as (
                            update lane set leased_until = now() + make_interval(secs => :lease)
                            where lane_key = :lane and lease_token = :token returning 1),
                        begun as (
                            update command
                            set state = 'IN_FLIGHT', first_attempt_at = coalesce(first_attempt_at, now()),
                                retrying_since = coalesce(retrying_since, now())
                            where id = :command and exists (select 1 from held) returning id),
                        noted as (
                            insert into provider_call
                                   (id, command_id, operation, idempotency, idempotency_key, request_hash, mapping)
                            select :id, begun.id, :operation, :idempotency, :key, :hash, :mapping
                            from begun returning 1)
                        select exists (select 1 from held) as held, exists (select 1 from noted) as noted""")
                .bind("lease", Lanes.LEASE.toSeconds())
                .bind("lane", command.laneKey())
                .bind("token", command.leaseToken())
                .bind("id", id)
                .bind("command", command.id())
                .bind("operation", operation)
                .bind("idempotency", idempotency)
                .bind("key", idempotencyKey)
                .bind("hash", requestHash)
                .bind("mapping", mapping)
                .map((rs, context) -> new Begun(rs.getBoolean("held"), rs.getBoolean("noted")))
                .one());
        if (!begun.held()) {
            throw new LeaseLost(command.laneKey());
        }
        if (!begun.noted()) {
            throw new Superseded(command.id());
        }
        FailPoint.DISPATCH_AFTER_INTENT.hit();
        return id;
    }

    /**
     * Notes the answer of a call; it is recorded with the command's result.
     *
     * @param outcome {@code OK} or the failure kind
     * @param status the HTTP status; 0 if there was none
     */
    public void answered(UUID call, String outcome, int status) {
        answered.add(new AnsweredCall(call, outcome, status));
    }

    /** Whether a call with an effect has worked in this attempt: it must not be taken for one that was never begun. */
    boolean hasHadEffect() {
        return answered.stream().anyMatch(call -> call.outcome().equals("OK"));
    }

    void recordAnswers(Handle handle) {
        for (AnsweredCall call : answered) {
            handle.createUpdate("""
                            update provider_call set finished_at = now(), outcome = :outcome, status = :status
                            where id = :id""")
                    .bind("id", call.id())
                    .bind("outcome", call.outcome())
                    .bind("status", call.status())
                    .execute();
        }
    }

    private record Begun(boolean held, boolean noted) {}

    private record AnsweredCall(UUID id, String outcome, int status) {}
}
