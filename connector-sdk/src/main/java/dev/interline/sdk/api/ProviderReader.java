package dev.interline.sdk.api;

import dev.interline.canonical.TenantId;
import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;

/** Reads from the caller's connection. */
public interface ProviderReader {

    /** Whose connection it is. */
    TenantId tenant();

    /**
     * One call of a read that the gateway declares.
     *
     * @throws FailureException if there is no answer that is a success
     */
    ProviderAnswer read(String operation, ProviderRequest request);
}
