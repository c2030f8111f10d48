package dev.interline.sdk.provider;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.quota.QuotaObservation;
import dev.interline.sdk.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A provider that can do one thing, without limits and failures of its own. */
final class GatewayOfOne implements ProviderGateway {

    private final OperationDescriptor operation;

    GatewayOfOne(OperationDescriptor operation) {
        this.operation = operation;
    }

    @Override
    public String codePrefix() {
        return "TEST";
    }

    @Override
    public List<OperationDescriptor> operations() {
        return List.of(operation);
    }

    @Override
    public List<ProviderLimit> limits(Connection connection) {
        return List.of();
    }

    @Override
    public Map<String, String> headers(Connection connection) {
        return Map.of();
    }

    @Override
    public Optional<Failure> failure(OperationDescriptor operation, ProviderAnswer answer) {
        return Optional.empty();
    }

    @Override
    public List<QuotaObservation> observations(ProviderAnswer answer) {
        return List.of();
    }

    @Override
    public Optional<String> exhausted(OperationDescriptor operation, ProviderAnswer answer) {
        return Optional.empty();
    }
}
