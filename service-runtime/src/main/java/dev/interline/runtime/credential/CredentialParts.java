package dev.interline.runtime.credential;

import dev.interline.durable.credential.CredentialStore;
import dev.interline.durable.credential.KeyRing;
import dev.interline.durable.credential.OAuth2Renewal;
import dev.interline.runtime.InterlineConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Jdbi;

/** Makes the store of credentials known to the service; refuses to start without a key that is in use. */
@ApplicationScoped
public class CredentialParts {

    @Produces
    @Singleton
    KeyRing keyRing(InterlineConfig config, Jdbi jdbi) {
        KeyRing keys = new KeyRing(
                config.credentials().keys(), config.credentials().primaryKey().orElse(null));
        keys.requireAll(jdbi.withHandle(CredentialStore::keysInUse).keySet());
        return keys;
    }

    @Produces
    @Singleton
    CredentialStore credentialStore(KeyRing keys) {
        return new CredentialStore(keys);
    }

    @Produces
    @Singleton
    OAuth2Renewal oauth2Renewal(Jdbi jdbi, CredentialStore store) {
        return new OAuth2Renewal(jdbi, store);
    }
}
