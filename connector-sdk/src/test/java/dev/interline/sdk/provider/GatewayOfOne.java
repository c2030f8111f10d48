package dev.interline.sdk.provider;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.quota.QuotaObservation;
import dev.interline.sdk.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider that can do one thing, without limits of its own. */
final class GatewayOfOne implements ProviderGateway {

    private final OperationDescriptor operation;
    private final @Nullable ProviderPages pages;

    GatewayOfOne(OperationDescriptor operation) {
        this(operation, null);
    }

    /** @param pages how the lists go on that it answers with, if they are read to their end */
    GatewayOfOne(OperationDescriptor operation, @Nullable ProviderPages pages) {
        this.operation = operation;
        this.pages = pages;
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
        return HttpFailures.of("TEST", operation, answer);
    }

    @Override
    public Optional<ProviderPages> pages(OperationDescriptor operation) {
        return Optional.ofNullable(pages);
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
