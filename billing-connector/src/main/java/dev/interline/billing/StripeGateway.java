package dev.interline.billing;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.quota.QuotaObservation;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderLimit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stripe's API as this connector uses it. */
@ApplicationScoped
public class StripeGateway implements ProviderGateway {

    /** The version our reads are written for; without the header each account's default would apply. */
    private static final String API_VERSION = "2026-07-29.dahlia";

    @Override
    public String codePrefix() {
        return StripeFailures.PREFIX;
    }

    @Override
    public List<OperationDescriptor> operations() {
        return List.of(
                OperationDescriptor.read("read-subscription"),
                OperationDescriptor.read("read-customer"),
                OperationDescriptor.read(StripeCustomerSource.EVENTS),
                OperationDescriptor.read(StripeCustomerSource.CUSTOMERS));
    }

    @Override
    public List<ProviderLimit> limits(Connection connection) {
        return StripeLimits.of(connection);
    }

    @Override
    public Map<String, String> headers(Connection connection) {
        return Map.of("Authorization", "Bearer " + connection.apiToken(), "Stripe-Version", API_VERSION);
    }

    @Override
    public Optional<Failure> failure(OperationDescriptor operation, ProviderAnswer answer) {
        return StripeFailures.of(operation, answer);
    }

    /** Stripe says nothing of what is left. */
    @Override
    public List<QuotaObservation> observations(ProviderAnswer answer) {
        return List.of();
    }

    @Override
    public Optional<String> exhausted(OperationDescriptor operation, ProviderAnswer answer) {
        return StripeLimits.exhausted(answer);
    }
}
