package dev.interline.sdk.provider;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandAttempt;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.durable.quota.QuotaDecision;
import dev.interline.durable.quota.QuotaGovernor;
import dev.interline.durable.quota.QuotaLimit;
import dev.interline.sdk.Connection;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the calls of one provider ahead of its limits, and heeds what its answers say of them. */
final class ProviderQuota {

    private final ProviderGateway gateway;
    private final QuotaGovernor governor;
    private final MeterRegistry metrics;

    ProviderQuota(ProviderGateway gateway, QuotaGovernor governor, MeterRegistry metrics) {
        this.gateway = gateway;
        this.governor = governor;
        this.metrics = metrics;
    }

    /** One call with the limits that count it. */
    record Counted(Connection connection, CommandPriority priority, List<QuotaLimit> limits) {}

    /**
     * Counts a call that is about to be made.
     *
     * @throws FailureException of kind THROTTLED if a limit is used up: nothing was sent and no attempt is lost
     */
    Counted count(
            Connection connection, CommandAttempt attempt, OperationDescriptor operation, ProviderRequest request) {
        // What has begun must end: it would begin from the start again and cost as much once more.
        CommandPriority priority = attempt.isUnderWay()
                ? CommandPriority.WEBHOOK
                : attempt.command().priority();
        return count(connection, priority, operation, request);
    }

    /**
     * Counts a call of that priority that is about to be made.
     *
     * @throws FailureException of kind THROTTLED if a limit is used up: nothing was sent
     */
    Counted count(
            Connection connection, CommandPriority priority, OperationDescriptor operation, ProviderRequest request) {
        List<QuotaLimit> limits = gateway.limits(connection).stream()
                .map(limit -> limit.of(operation, request, connection.limits().get(limit.name())))
                .flatMap(Optional::stream)
                .toList();
        switch (governor.acquire(connection.id(), limits, priority)) {
            case QuotaDecision.Granted granted -> {}
            case QuotaDecision.Wait wait -> {
                metrics.counter(
                                "interline.quota.waits",
                                "connection",
                                connection.id().value(),
                                "limit",
                                QuotaLimit.baseOf(wait.limitName()))
                        .increment();
                throw new FailureException(new Failure(
                        FailureKind.THROTTLED,
                        gateway.codePrefix() + "-2900",
                        operation.name() + " waits for the connection's own quota " + wait.limitName(),
                        wait.duration()));
            }
        }
        return new Counted(connection, priority, limits);
    }

    /** What the answer says of the limits; a refusal rests its bucket and then says when to come again. */
    @Nullable
    Failure heed(Counted call, OperationDescriptor operation, ProviderAnswer answer, @Nullable Failure failure) {
        if (failure == null || failure.kind() != FailureKind.THROTTLED) {
            governor.observe(call.connection().id(), call.limits(), gateway.observations(answer));
            return failure;
        }
        Optional<QuotaLimit> exhausted = exhausted(call, operation, answer);
        if (exhausted.isEmpty()) {
            return failure;
        }
        return new Failure(
                failure.kind(),
                failure.code(),
                failure.detail() + " for the limit " + exhausted.get().name(),
                governor.throttled(
                        call.connection().id(),
                        exhausted.get(),
                        call.priority(),
                        failure.retryAfter(),
                        failure.code()));
    }

    private Optional<QuotaLimit> exhausted(Counted call, OperationDescriptor operation, ProviderAnswer answer) {
        Optional<String> named = gateway.exhausted(operation, answer);
        return call.limits().stream()
                .filter(limit ->
                        named.isPresent() && QuotaLimit.baseOf(limit.name()).equals(named.get()))
                .findFirst()
                .or(() -> call.limits().stream().findFirst());
    }
}
