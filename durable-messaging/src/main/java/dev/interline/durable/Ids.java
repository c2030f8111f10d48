package dev.interline.durable;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** How ids are made: fresh ones ordered by time, derived ones the same for the same cause. */
public final class Ids {

    private static final TimeOrderedEpochFactory ORDERED_BY_TIME = new TimeOrderedEpochFactory(ProcessClock.current());

    private Ids() {}

    /** A fresh UUIDv7. */
    public static UUID fresh() {
        return ORDERED_BY_TIME.create();
    }

    /**
     * An id that is the same whenever it is made from the same parts: a message made twice from one cause is one
     * message.
     */
    public static String derived(String prefix, String... parts) {
        return prefix + sha256(String.join("\u001f", parts)).substring(0, 32);
    }

    /** SHA-256 of the text's UTF-8 bytes, lower-case hex. */
    public static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 of the bytes, lower-case hex. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
