package dev.interline.crm;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.sdk.command.Coalescing;
import dev.interline.sdk.ingress.RefusalStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What kind of connector this is, for the SDK. */
@ApplicationScoped
public class CrmConnector {

    static final String REFETCH = "refetch";

    @Produces
    @Singleton
    BusinessSystem system() {
        return BusinessSystem.CRM;
    }

    /** HubSpot repeats on any 4xx for a day; 401 tells its log what is wrong. */
    @Produces
    @Singleton
    RefusalStatus refusal() {
        return new RefusalStatus(401);
    }

    /** An upsert carries the whole wanted state, and two wishes to read the same record are one. */
    @Produces
    @Singleton
    Coalescing coalescing() {
        return command -> switch (command) {
            case CrmCommand.UpsertAccount upsert -> "upsert";
            case CrmCommand.RefetchAccount refetch -> REFETCH;
            default -> null;
        };
    }
}
