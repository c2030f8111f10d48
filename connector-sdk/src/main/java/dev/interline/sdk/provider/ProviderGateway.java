package dev.interline.sdk.provider;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.quota.QuotaObservation;
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

    /** The limits that count this connection's calls; the first counts each of them. */
    List<ProviderLimit> limits(Connection connection);

    /** The headers every request carries: credentials, API version. */
    Map<String, String> headers(Connection connection);

    /** The headers of a request of that operation; usually those of every request. */
    default Map<String, String> headers(OperationDescriptor operation, Connection connection) {
        return headers(connection);
    }

    /**
     * Credentials that the provider wants in the query. They join the request at the last moment, so that no description of
     * a request has them.
     */
    default Map<String, String> secretQuery(OperationDescriptor operation, Connection connection) {
        return Map.of();
    }

    /** Why an answer is not a success, in our taxonomy; empty if it is one. */
    Optional<Failure> failure(OperationDescriptor operation, ProviderAnswer answer);

    /** What an answer says of the limits; nothing if it says nothing that can be read. */
    List<QuotaObservation> observations(ProviderAnswer answer);

    /** Which limit a refusal of kind THROTTLED is about; the first that counts the call if that cannot be told. */
    Optional<String> exhausted(OperationDescriptor operation, ProviderAnswer answer);

    /** How the list goes on that the operation answers with, if it is one that is always read to its end. */
    default Optional<ProviderPages> pages(OperationDescriptor operation) {
        return Optional.empty();
    }

    /** How to compare what a call with an effect would write with what is there; empty if it cannot be. */
    default Optional<PresentState> presentState(OperationDescriptor operation, ProviderRequest request) {
        return Optional.empty();
    }
}
