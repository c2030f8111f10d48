package dev.interline.support;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.support.SupportCommand;
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
public class SupportConnector {

    static final MappingDefinitions MAPPINGS = new MappingDefinitions(List.of(
            new MappingDefinition(
                    ZendeskOrganizations.MAPPING,
                    Output.PROVIDER_FIELDS,
                    new Captured.Commands("support.upsert-organization.v1", "/fields")),
            new MappingDefinition(ZendeskResources.FROM_ORGANIZATION, Output.ACCOUNT_FIELDS, new Captured.Nothing())));

    @Produces
    @Singleton
    MappingDefinitions mappings() {
        return MAPPINGS;
    }

    /** Reading for a changed priority tells another event, so a later reading for something else does not replace it. */
    static String refetchKey(boolean priorityChanged) {
        return priorityChanged ? "refetch-priority" : "refetch";
    }

    @Produces
    @Singleton
    BusinessSystem system() {
        return BusinessSystem.SUPPORT;
    }

    /** Zendesk does not come again after a 401; what it sent is in quarantine, so nothing is lost by it. */
    @Produces
    @Singleton
    RefusalStatus refusal() {
        return new RefusalStatus(401);
    }

    /** An upsert carries the whole wanted state, and two wishes to read the same record are one; all else counts. */
    @Produces
    @Singleton
    Coalescing coalescing() {
        return command -> switch (command) {
            case SupportCommand.UpsertOrganization upsert -> "upsert";
            case SupportCommand.RefetchTicket refetch -> refetchKey(refetch.priorityChanged());
            case SupportCommand.UpsertUser upsert -> "upsert-user/" + upsert.key();
            default -> null;
        };
    }
}
