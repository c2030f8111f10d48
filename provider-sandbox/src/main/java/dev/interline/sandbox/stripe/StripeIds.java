package dev.interline.sandbox.stripe;

import dev.interline.sandbox.state.StateStore;
import java.util.concurrent.ThreadLocalRandom;

/** Ids as Stripe writes them, growing in the order of creation. */
final class StripeIds {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int COUNTER_LENGTH = 6;
    private static final long FIRST = 20_000_000_000L;
    private static final int SHORT = 8;
    private static final int LONG = 16;

    private final StateStore store;

    StripeIds(StateStore store) {
        this.store = store;
    }

    /** Fourteen characters, as in {@code cus_}, {@code prod_} and {@code si_}. */
    String shortId(String prefix) {
        return prefix + counter() + random(SHORT);
    }

    /** Twenty-four characters, as in {@code sub_}, {@code in_}, {@code price_} and {@code evt_}. */
    String longId(String prefix) {
        return prefix + "1S" + counter() + random(LONG);
    }

    static String requestId() {
        return "req_" + random(COUNTER_LENGTH + SHORT);
    }

    private String counter() {
        long number = store.next("stripe-ids", FIRST);
        char[] digits = new char[COUNTER_LENGTH];
        for (int i = COUNTER_LENGTH - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (number % ALPHABET.length()));
            number /= ALPHABET.length();
        }
        return new String(digits);
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
