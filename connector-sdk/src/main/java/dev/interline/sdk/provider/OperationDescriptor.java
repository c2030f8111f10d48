package dev.interline.sdk.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One thing the connector can ask its provider to do, and how doing it twice is prevented.
 *
 * @param name as routes call it: {@code provider:upsert-company}
 * @param lookup the operation that tells whether it was done before, where there is one
 */
public record OperationDescriptor(
        String name, Idempotency idempotency, @Nullable String lookup) {

    /** How an operation is made safe; an operation that declares none cannot be made. */
    public sealed interface Idempotency {

        /** It changes nothing. */
        record Read() implements Idempotency {}

        /**
         * The provider remembers a key for some time and does a known one not again.
         *
         * @param header where the key goes
         * @param window how long the provider surely remembers
         */
        record NativeKey(String header, Duration window) implements Idempotency {}

        /** It writes an absolute state to a record named by a key that is ours or fixed: twice is once. */
        record UpsertKey() implements Idempotency {}

        /** Only looking it up tells whether it was done. */
        record LookupFirst() implements Idempotency {}

        /** Nothing tells: if the outcome is unknown, a person decides. */
        record AtMostOncePark() implements Idempotency {}
    }

    /** @throws IllegalArgumentException if it declares no idempotency, or must be looked up and names no look-up */
    public OperationDescriptor {
        if (idempotency == null) {
            throw new IllegalArgumentException(
                    "Operation " + name + " does not declare how doing it twice is prevented");
        }
        if (idempotency instanceof Idempotency.LookupFirst && lookup == null) {
            throw new IllegalArgumentException(
                    "Operation " + name + " is made safe by looking it up, but names no look-up operation");
        }
    }

    /** An operation without effect. */
    public static OperationDescriptor read(String name) {
        return new OperationDescriptor(name, new Idempotency.Read(), null);
    }

    /** An operation that may be repeated at will, as it writes an absolute state under a fixed key. */
    public static OperationDescriptor upsert(String name) {
        return new OperationDescriptor(name, new Idempotency.UpsertKey(), null);
    }

    /** An operation that the provider does once per key, as long as it remembers; after that it is looked up. */
    public static OperationDescriptor nativeKey(String name, String header, Duration window, String lookup) {
        return new OperationDescriptor(name, new Idempotency.NativeKey(header, window), lookup);
    }

    /** An operation that the provider does once per key, as long as it remembers; after that only a person can tell. */
    public static OperationDescriptor nativeKey(String name, String header, Duration window) {
        return new OperationDescriptor(name, new Idempotency.NativeKey(header, window), null);
    }

    /** Whether it may change anything at the provider. */
    public boolean hasEffect() {
        return !(idempotency instanceof Idempotency.Read);
    }
}
