package dev.interline.billing;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.sdk.command.Coalescing;
import dev.interline.sdk.ingress.RefusalStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What kind of connector this is, for the SDK. */
@ApplicationScoped
public class BillingConnector {

    static final String REFETCH_SUBSCRIPTION = "refetch-subscription";

    @Produces
    @Singleton
    BusinessSystem system() {
        return BusinessSystem.BILLING;
    }

    /** Stripe repeats on any non-2xx for three days and shows the status to whoever runs the endpoint: 400 as its SDKs do. */
    @Produces
    @Singleton
    RefusalStatus refusal() {
        return new RefusalStatus(400);
    }

    /** Two wishes to read the same record are one; whatever changes something counts. */
    @Produces
    @Singleton
    Coalescing coalescing() {
        return command -> switch (command) {
            case BillingCommand.RefetchSubscription refetch -> REFETCH_SUBSCRIPTION;
            case BillingCommand.RefetchAccount refetch -> "refetch-account";
            default -> null;
        };
    }
}
