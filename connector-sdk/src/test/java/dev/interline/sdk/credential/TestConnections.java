package dev.interline.sdk.credential;

import dev.interline.durable.credential.CredentialStore;
import dev.interline.durable.credential.KeyRing;
import dev.interline.runtime.InterlineConfig;
import dev.interline.runtime.credential.SecretRules;
import dev.interline.sdk.Connections;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Connections with the credentials of their configuration. */
public final class TestConnections {

    private TestConnections() {}

    /** @param jdbi a database in which no credentials are stored */
    public static Connections of(InterlineConfig config, Jdbi jdbi) {
        return new Connections(config, new Credentials(jdbi, nothingStored()), SecretRules.of(true, List.of()));
    }

    private static CredentialStore nothingStored() {
        return new CredentialStore(new KeyRing(Map.of(), null));
    }
}
