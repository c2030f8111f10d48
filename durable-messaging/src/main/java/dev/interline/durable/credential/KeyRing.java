package dev.interline.durable.credential;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import dev.interline.canonical.ConnectionId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys credentials are sealed with (AES-256-GCM by Tink, a random nonce each time). New ones are sealed with the
 * primary key, old ones are opened with the key they name. A sealed text is bound to its connection and kind: put into
 * another row it does not open.
 */
public final class KeyRing {

    private static final int KEY_BYTES = 32;

    private final Map<String, Aead> byId = new TreeMap<>();
    private final @Nullable String primary;

    /** A sealed text and the id of its key. */
    public record Sealed(String keyId, byte[] bytes) {}

    /**
     * @param keys base64 of 32 random bytes each, by key id
     * @param primary which of them seals; null if there are none
     * @throws IllegalArgumentException if a key is not 32 bytes of base64, or the primary one is not among them
     */
    public KeyRing(Map<String, String> keys, @Nullable String primary) {
        keys.forEach((id, key) -> byId.put(id, aead(id, key)));
        if (primary == null ? !keys.isEmpty() : !keys.containsKey(primary)) {
            throw new IllegalArgumentException(
                    "interline.credentials.primary-key must name one of interline.credentials.keys.*, known are "
                            + byId.keySet());
        }
        this.primary = primary;
    }

    private static Aead aead(String id, String key) {
        try {
            byte[] bytes = Base64.getDecoder().decode(key.strip());
            if (bytes.length == KEY_BYTES) {
                return new AesGcmJce(bytes);
            }
        } catch (IllegalArgumentException | GeneralSecurityException unusable) {
            // Refused below, without the key in the message.
        }
        throw new IllegalArgumentException(
                "interline.credentials.keys." + id + " must be base64 of 32 random bytes (openssl rand -base64 32)");
    }

    /** Whether anything can be sealed. */
    public boolean isReady() {
        return primary != null;
    }

    /** The id of the key that seals. */
    String primary() {
        if (primary == null) {
            throw new IllegalStateException(
                    "No key is configured, so no credential can be stored; set interline.credentials.primary-key");
        }
        return primary;
    }

    Sealed seal(ConnectionId connection, CredentialKind kind, String text) {
        String id = primary();
        try {
            return new Sealed(id, aead(id).encrypt(text.getBytes(StandardCharsets.UTF_8), boundTo(connection, kind)));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("A credential of " + connection + " could not be sealed", broken);
        }
    }

    /** @throws IllegalStateException if its key is not configured, or it was changed or moved */
    String open(ConnectionId connection, CredentialKind kind, Sealed sealed) {
        try {
            return new String(
                    aead(sealed.keyId()).decrypt(sealed.bytes(), boundTo(connection, kind)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(
                    "The stored " + kind + " of " + connection + " does not open with key " + sealed.keyId()
                            + ": the key is another one, or the row was changed",
                    broken);
        }
    }

    /** @throws IllegalStateException if a key is in use that is not configured any more */
    public void requireAll(Set<String> inUse) {
        Set<String> missing = new TreeSet<>(inUse);
        missing.removeAll(byId.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "Stored credentials are sealed with keys that are not configured: " + missing
                            + ". Put them back into interline.credentials.keys.* and call /admin/v1/credentials/rekey before"
                            + " they are taken out");
        }
    }

    private Aead aead(String id) {
        Aead aead = byId.get(id);
        if (aead == null) {
            throw new IllegalStateException("Key " + id + " is not configured (interline.credentials.keys." + id + ")");
        }
        return aead;
    }

    private static byte[] boundTo(ConnectionId connection, CredentialKind kind) {
        return (connection.value() + "|" + kind).getBytes(StandardCharsets.UTF_8);
    }

    /** The ids of its keys. */
    @Override
    public String toString() {
        return "KeyRing" + byId.keySet();
    }
}
