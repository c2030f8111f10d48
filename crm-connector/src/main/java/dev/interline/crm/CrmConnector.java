package dev.interline.crm;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.crm.CrmCommand;
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
import org.jspecify.annotations.Nullable;

/** What kind of connector this is, for the SDK. */
@ApplicationScoped
public class CrmConnector {

    static final String REFETCH = "refetch";

    static final MappingDefinitions MAPPINGS = new MappingDefinitions(List.of(
            new MappingDefinition(HubSpotCompanies.FROM_COMPANY, Output.ACCOUNT_FIELDS, new Captured.Nothing()),
            new MappingDefinition(
                    HubSpotCompanies.TO_COMPANY,
                    Output.PROVIDER_FIELDS,
                    new Captured.Commands("crm.upsert-account.v1", "/fields"))));

    @Produces
    @Singleton
    MappingDefinitions mappings() {
        return MAPPINGS;
    }

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
        return CrmConnector::coalesceKey;
    }

    static @Nullable String coalesceKey(CanonicalCommand command) {
        return switch (command) {
            case CrmCommand.UpsertAccount upsert -> "upsert";
            case CrmCommand.RefetchAccount refetch -> refetch.merged().isEmpty() ? REFETCH : null;
            case CrmCommand.RefetchContact refetch -> refetch(refetch.created(), refetch.merged());
            case CrmCommand.RefetchOpportunity refetch -> refetch(refetch.created(), refetch.merged());
            default -> null;
        };
    }

    /** A wish to read that knows more than that something changed is kept: which records merged, that it is new. */
    private static @Nullable String refetch(boolean created, List<ExternalRef> merged) {
        return !merged.isEmpty() ? null : created ? REFETCH + "-created" : REFETCH;
    }
}
