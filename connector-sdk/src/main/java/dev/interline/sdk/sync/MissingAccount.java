package dev.interline.sdk.sync;

import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An account that a comparison has not found at the provider any more. */
public final class MissingAccount {

    private MissingAccount() {}

    /**
     * Tells its end.
     *
     * @param type what the connector calls it: {@code company.missing}
     * @param gone the record that is missing
     * @param at when the comparison began; what is known since then is newer
     * @param key makes it the same event, however often it is told
     */
    public static ProviderEvent event(Connection connection, String type, ExternalRef gone, Instant at, String key) {
        Account account = new Account(gone, null, Map.of(), new SourceVersion(at, SourceVersion.ENDED, key));
        return new ProviderEvent(
                connection,
                key,
                type,
                new Meaning.Translated(List.of(CanonicalMessages.fromProvider(
                        connection, key, gone.id(), at, new CustomerEvent.AccountDeleted(account)))));
    }
}
