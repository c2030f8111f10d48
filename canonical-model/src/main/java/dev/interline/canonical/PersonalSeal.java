package dev.interline.canonical;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what says who a person is, so that topics, tables, dead letters and logs hold it unreadable: AES-256-GCM with a
 * fresh nonce, bound to the tenant and our key of the person, so that a sealed value cannot be moved to another.
 */
public final class PersonalSeal {

    private static final String PREFIX = "sealed:v1:";
    private static final Pattern SEALED = Pattern.compile("sealed:v1:[A-Za-z0-9_-]{38,4000}");
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final List<SecretKeySpec> keys;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param keys base64 of 32 bytes each, newest first: the first seals, each opens
     * @throws IllegalArgumentException if a key is none, without quoting it
     */
    public PersonalSeal(List<String> keys) {
        this.keys = keys.stream().map(PersonalSeal::key).toList();
    }

    /** Whether the text has the form of a sealed value. */
    public static boolean isSealed(String text) {
        return SEALED.matcher(text).matches();
    }

    /**
     * The value as it may travel; the empty text stays empty, as it clears a field.
     *
     * @param person our key of the person
     * @throws IllegalStateException if there is no key
     */
    public String seal(TenantId tenant, String person, String value) {
        if (value.isEmpty()) {
            return "";
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("Personal data cannot be sealed without a key");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.getFirst(), nonce, tenant, person)
                    .doFinal(value.getBytes(StandardCharsets.UTF_8));
            return PREFIX
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                                    .put(nonce)
                                    .put(sealed)
                                    .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java runtime has AES-GCM", impossible);
        }
    }

    /**
     * The value itself.
     *
     * @throws IllegalArgumentException if it was not sealed for this tenant and person with one of the keys
     */
    public String open(TenantId tenant, String person, String sealed) {
        if (sealed.isEmpty()) {
            return "";
        }
        if (!isSealed(sealed)) {
            throw new IllegalArgumentException("It is not sealed");
        }
        byte[] bytes = Base64.getUrlDecoder().decode(sealed.substring(PREFIX.length()));
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        for (SecretKeySpec key : keys) {
            try {
                return new String(
                        cipher(Cipher.DECRYPT_MODE, key, nonce, tenant, person)
                                .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES),
                        StandardCharsets.UTF_8);
            } catch (GeneralSecurityException otherKey) {
                // Sealed with another key, or for somebody else: the next key tells.
            }
        }
        throw new IllegalArgumentException("No key of ours opens it for this person");
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, TenantId tenant, String person)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((tenant.value() + "|" + person).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretKeySpec key(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("A key for personal data is not base64");
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("A key for personal data has 32 bytes, but one has " + bytes.length);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /** How many keys there are; never a key. */
    @Override
    public String toString() {
        return "PersonalSeal[" + keys.size() + " keys]";
    }
}
