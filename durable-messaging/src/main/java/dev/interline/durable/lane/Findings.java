package dev.interline.durable.lane;

import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.replay.ReplayFindings;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What a dry run of a command has shown, in the words of a report. */
final class Findings {

    private Findings() {}

    static void call(Handle handle, ClaimedCommand command, IntendedCall call) {
        String differences = call.differences().isEmpty()
                ? ""
                : call.differences().entrySet().stream()
                        .map(field -> field.getKey() + ": \"" + field.getValue().now() + "\" -> \""
                                + field.getValue().then() + "\"")
                        .collect(Collectors.joining(", ", "; ", ""));
        ReplayFindings.add(
                handle,
                command.envelope(),
                ReplayFindings.Kind.CALL,
                "would call " + call.operation() + " (" + call.request() + "): " + call.note() + differences);
    }

    static void follows(Handle handle, ClaimedCommand command, List<CanonicalMessage> events) {
        ReplayFindings.add(
                handle,
                command.envelope(),
                events.isEmpty() ? ReplayFindings.Kind.NOTHING_FOLLOWS : ReplayFindings.Kind.FOLLOWS,
                events.isEmpty()
                        ? "would change nothing at the provider"
                        : "would change nothing at the provider and tell "
                                + events.stream()
                                        .map(event -> event.envelope().type())
                                        .collect(Collectors.joining(", ")));
    }

    static void failure(Handle handle, ClaimedCommand command, Failure failure) {
        ReplayFindings.add(
                handle,
                command.envelope(),
                ReplayFindings.Kind.FAILURE,
                "would fail: " + failure.kind() + " " + failure.code() + ": " + failure.detail());
    }
}
