package dev.interline.canonical.billing;

import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.ExternalRef;

/** What may be asked of a billing system. */
public sealed interface BillingCommand extends CanonicalCommand {

    /** Read a subscription again and tell its present state as an event: order of arrival was in doubt. */
    record RefetchSubscription(ExternalRef subscription) implements BillingCommand {}

    /** Read a customer again and tell its present state as an event. */
    record RefetchAccount(ExternalRef account) implements BillingCommand {}

    /** A command of a later version of this model. */
    record Unrecognised(String type, String json) implements BillingCommand {}
}
