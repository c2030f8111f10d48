package dev.interline.canonical.usage;

import dev.interline.canonical.CanonicalEvent;

/** What can happen to the counting of usage. */
public sealed interface UsageEvent extends CanonicalEvent {

    /** A meter was made, changed, or takes reports again or no more. */
    record MeterChanged(Meter meter) implements UsageEvent {}

    /** Reports of usage were not counted. */
    record ReportsRejected(UsageRejection rejection) implements UsageEvent {}

    /** An account's usage passed a threshold. */
    record AlertTriggered(UsageAlert alert) implements UsageEvent {}

    /** An event of a later version of this model. */
    record Unrecognised(String type, String json) implements UsageEvent {}
}
