package dev.interline.crm;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.quota.QuotaObservation;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.PresentState;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderLimit;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** HubSpot's API as this connector uses it. It knows no idempotency keys: whatever we write is an upsert. */
@ApplicationScoped
public class HubSpotGateway implements ProviderGateway {

    private static final String UPSERT = "upsert-company";

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
                OperationDescriptor.read(HubSpotCompanySource.SEARCH),
                OperationDescriptor.read(HubSpotCompanySource.LIST));
    }

    @Override
    public List<ProviderLimit> limits(Connection connection) {
        return HubSpotLimits.LIMITS;
    }

    @Override
    public Map<String, String> headers(Connection connection) {
        return Map.of("Authorization", "Bearer " + connection.apiToken());
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
        return operation.name().equals(UPSERT) ? HubSpotCompanies.presentState(request) : Optional.empty();
    }
}
