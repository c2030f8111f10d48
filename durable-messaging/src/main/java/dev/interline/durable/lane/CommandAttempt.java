package dev.interline.durable.lane;

import dev.interline.durable.FailPoint;
import dev.interline.durable.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to carry a command out, with the call ledger: each call that may have an effect is recorded before it is
 * sent, so that a process that dies meanwhile leaves a question, never a silent repetition. Used by one thread.
 */
public final class CommandAttempt {

    private final Intents intents;
    private final ClaimedCommand command;
    private final List<AnsweredCall> answered = new ArrayList<>();
    private final List<String> operations = new ArrayList<>();

    CommandAttempt(Intents intents, ClaimedCommand command) {
        this.intents = intents;
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
        intents.declare(new Intents.Intent(id, command, operation, idempotency, idempotencyKey, requestHash, mapping));
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

    /** Records the answers of all calls of those attempts. */
    static void recordAnswers(Handle handle, List<CommandAttempt> attempts) {
        List<AnsweredCall> answered =
                attempts.stream().flatMap(attempt -> attempt.answered.stream()).toList();
        if (answered.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        update provider_call p set finished_at = now(), outcome = a.outcome, status = a.status
                        from unnest(:ids, :outcomes, :statuses) as a(id, outcome, status) where p.id = a.id""")
                .bindArray(
                        "ids",
                        UUID.class,
                        answered.stream().map(AnsweredCall::id).toList())
                .bindArray(
                        "outcomes",
                        String.class,
                        answered.stream().map(AnsweredCall::outcome).toList())
                .bindArray(
                        "statuses",
                        Integer.class,
                        answered.stream().map(AnsweredCall::status).toList())
                .execute();
    }

    private record AnsweredCall(UUID id, String outcome, int status) {}
}
