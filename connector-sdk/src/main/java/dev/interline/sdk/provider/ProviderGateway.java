package dev.interline.sdk.provider;

import dev.interline.durable.failure.Failure;
import dev.interline.sdk.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the SDK must know of a provider to call it. */
public interface ProviderGateway {

    /** The prefix of the connector's error codes: {@code CRM}. */
    String codePrefix();

    /** Everything the connector may ask of the provider. */
    List<OperationDescriptor> operations();

    /** The headers every request carries: credentials, API version. */
    Map<String, String> headers(Connection connection);

    /** Why an answer is not a success, in our taxonomy; empty if it is one. */
    Optional<Failure> failure(OperationDescriptor operation, ProviderAnswer answer);

    /** How to compare what a call with an effect would write with what is there; empty if it cannot be. */
    default Optional<PresentState> presentState(OperationDescriptor operation, ProviderRequest request) {
        return Optional.empty();
    }
}
