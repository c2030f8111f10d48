package dev.interline.billing;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.sdk.command.Coalescing;
import dev.interline.sdk.ingress.RefusalStatus;
import dev.interline.sdk.mapping.MappingDefinition;
import dev.interline.sdk.mapping.MappingDefinition.Captured;
import dev.interline.sdk.mapping.MappingDefinition.Output;
import dev.interline.sdk.mapping.MappingDefinitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** What kind of connector this is, for the SDK. */
@ApplicationScoped
public class BillingConnector {

    static final String REFETCH_SUBSCRIPTION = "refetch-subscription";

    static final MappingDefinitions MAPPINGS = new MappingDefinitions(List.of(new MappingDefinition(
            StripeCustomerTranslator.MAPPING,
            Output.ACCOUNT_FIELDS,
            new Captured.Events("customer.", "/data/object"))));

    @Produces
    @Singleton
    MappingDefinitions mappings() {
        return MAPPINGS;
    }

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
