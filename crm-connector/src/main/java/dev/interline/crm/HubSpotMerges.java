package dev.interline.crm;

import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.customer.Merge;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.command.CommandDelivery;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Merges, noticed in two ways: a webhook names the ids that are no more, and whoever asks for one of them is answered with
 * the record that is left.
 */
final class HubSpotMerges {

    private HubSpotMerges() {}

    /**
     * What a read tells of merges.
     *
     * @param asked the id that was asked for
     * @param named the ids a webhook said were merged into it
     * @param found the id that was answered
     */
    static Optional<CanonicalMessage> told(
            CommandDelivery delivery,
            ExternalRef asked,
            List<ExternalRef> named,
            ExternalRef found,
            SourceVersion version,
            Function<Merge, CustomerEvent> event) {
        Set<ExternalRef> gone = new LinkedHashSet<>(named);
        gone.add(asked);
        gone.remove(found);
        return gone.isEmpty()
                ? Optional.empty()
                : Optional.of(CanonicalMessages.fromCommand(
                        delivery.connection(),
                        delivery.envelope(),
                        found.id(),
                        version.at(),
                        event.apply(new Merge(found, List.copyOf(gone), version))));
    }

    /**
     * What a read tells: of merges first, then of the record that is left.
     *
     * @param state what is told of the record
     */
    static CommandOutcome seen(
            CommandDelivery delivery,
            ExternalRef asked,
            List<ExternalRef> named,
            HubSpotRecord record,
            SourceVersion version,
            Function<Merge, CustomerEvent> merged,
            CustomerEvent state) {
        List<CanonicalMessage> events =
                new ArrayList<>(told(delivery, asked, named, record.ref(), version, merged).stream()
                        .toList());
        events.add(CanonicalMessages.fromCommand(
                delivery.connection(), delivery.envelope(), record.id(), record.updatedAt(), state));
        return CommandOutcome.seen(events);
    }

    /** The same where the record that was left is gone by now as well. */
    static List<CanonicalMessage> toldWithoutRecord(
            CommandDelivery delivery,
            ExternalRef asked,
            List<ExternalRef> named,
            Function<Merge, CustomerEvent> event) {
        SourceVersion version = new SourceVersion(
                delivery.envelope().time(),
                SourceVersion.CHANGED,
                delivery.envelope().id());
        return told(delivery, asked, named, asked, version, event).stream().toList();
    }
}
