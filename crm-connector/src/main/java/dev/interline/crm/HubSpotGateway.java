package dev.interline.crm;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.quota.QuotaObservation;
import dev.interline.runtime.InterlineConfig;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.PresentState;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderLimit;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** HubSpot's API as this connector uses it. It knows no idempotency keys: what we write is an absolute state, but for notes. */
@ApplicationScoped
public class HubSpotGateway implements ProviderGateway {

    private static final String UPSERT = "upsert-company";
    private static final String UPDATE = "update-company";
    private static final String UPSERT_CONTACT = "upsert-contact";
    private static final String UPDATE_CONTACT = "update-contact";
    private static final String UPSERT_DEAL = "upsert-deal";

    private final Optional<String> appKey;

    @Inject
    HubSpotGateway(InterlineConfig config) {
        this.appKey = config.subscriptions().appKey();
    }

    /** One without a developer key. */
    HubSpotGateway() {
        this.appKey = Optional.empty();
    }

    @Override
    public String codePrefix() {
        return HubSpotFailures.PREFIX;
    }

    @Override
    public List<OperationDescriptor> operations() {
        return List.of(
                OperationDescriptor.upsert(UPSERT),
                OperationDescriptor.upsert("create-properties"),
                OperationDescriptor.read("read-company"),
                OperationDescriptor.upsert(UPDATE),
                OperationDescriptor.upsert(UPSERT_CONTACT),
                OperationDescriptor.upsert(UPDATE_CONTACT),
                OperationDescriptor.upsert("create-contact-properties"),
                OperationDescriptor.upsert("associate-contact"),
                OperationDescriptor.upsert("forget-contact"),
                OperationDescriptor.read("read-contact"),
                OperationDescriptor.upsert(UPSERT_DEAL),
                OperationDescriptor.upsert("create-deal-properties"),
                OperationDescriptor.upsert("associate-deal"),
                OperationDescriptor.read("read-deal"),
                OperationDescriptor.read("read-pipeline"),
                // A note has no key of ours, and search, which could find it, lags behind by seconds.
                new OperationDescriptor("create-note", new OperationDescriptor.Idempotency.AtMostOncePark(), null),
                OperationDescriptor.read(HubSpotCompanySource.LIST),
                OperationDescriptor.read("list-contacts"),
                OperationDescriptor.read("list-deals"),
                OperationDescriptor.read(HubSpotCompanySource.SEARCH),
                OperationDescriptor.read("search-contacts"),
                OperationDescriptor.read("search-deals"),
                OperationDescriptor.read(HubSpotSubscriptions.READ_SETTINGS),
                OperationDescriptor.upsert(HubSpotSubscriptions.WRITE_SETTINGS),
                OperationDescriptor.read(HubSpotSubscriptions.LIST),
                new OperationDescriptor(
                        HubSpotSubscriptions.SUBSCRIBE,
                        new OperationDescriptor.Idempotency.LookupFirst(),
                        HubSpotSubscriptions.LIST),
                OperationDescriptor.upsert(HubSpotSubscriptions.ACTIVATE),
                OperationDescriptor.read(HubSpotSubscriptions.FIND_BEAT),
                new OperationDescriptor(
                        HubSpotSubscriptions.PREPARE_BEAT,
                        new OperationDescriptor.Idempotency.LookupFirst(),
                        HubSpotSubscriptions.FIND_BEAT),
                OperationDescriptor.upsert(HubSpotSubscriptions.BEAT));
    }

    @Override
    public List<ProviderLimit> limits(Connection connection) {
        return HubSpotLimits.LIMITS;
    }

    @Override
    public Map<String, String> headers(Connection connection) {
        return Map.of("Authorization", "Bearer " + connection.apiToken());
    }

    /** What belongs to the app no portal's token opens. */
    @Override
    public Map<String, String> headers(OperationDescriptor operation, Connection connection) {
        return HubSpotSubscriptions.OF_THE_APP.contains(operation.name()) ? Map.of() : headers(connection);
    }

    /** HubSpot takes a developer key nowhere else. */
    @Override
    public Map<String, String> secretQuery(OperationDescriptor operation, Connection connection) {
        return HubSpotSubscriptions.OF_THE_APP.contains(operation.name())
                ? appKey.map(key -> Map.of("hapikey", key)).orElse(Map.of())
                : Map.of();
    }

    @Override
    public Optional<Failure> failure(OperationDescriptor operation, ProviderAnswer answer) {
        return HubSpotFailures.of(operation, answer);
    }

    @Override
    public List<QuotaObservation> observations(ProviderAnswer answer) {
        return HubSpotLimits.observations(answer);
    }

    @Override
    public Optional<String> exhausted(OperationDescriptor operation, ProviderAnswer answer) {
        return HubSpotLimits.exhausted(operation, answer);
    }

    @Override
    public Optional<PresentState> presentState(OperationDescriptor operation, ProviderRequest request) {
        return switch (operation.name()) {
            case UPSERT, UPDATE -> HubSpotUpsert.presentState(HubSpotRecordType.COMPANY, request, Set.of());
            case UPSERT_CONTACT, UPDATE_CONTACT ->
                HubSpotUpsert.presentState(HubSpotRecordType.CONTACT, request, HubSpotContacts.PERSONAL);
            case UPSERT_DEAL -> HubSpotUpsert.presentState(HubSpotRecordType.DEAL, request, Set.of());
            default -> Optional.empty();
        };
    }
}
