package dev.interline.sandbox.stripe;

/** A Stripe API version such as {@code 2026-07-29.dahlia}; it decides the shape of objects. */
record StripeVersion(String text) {
    static final StripeVersion CURRENT = new StripeVersion("2026-07-29.dahlia");
    private static final String BASIL = "2025-03-31";
    private static final String PENDING_LEFT_OUT = "2022-08-01";
    private static final int DATE_LENGTH = BASIL.length();

    static StripeVersion parse(String text) {
        if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}(\\.[a-z]+)?")) {
            throw StripeErrors.invalid(null, "Invalid Stripe API version: " + text, null);
        }
        return new StripeVersion(text);
    }

    /** Whether a new invoice leaves pending items to another one unless it is told otherwise. */
    boolean leavesPendingItemsOut() {
        return text.substring(0, DATE_LENGTH).compareTo(PENDING_LEFT_OUT) >= 0;
    }

    /** Whether objects have the shape of 2025-03-31.basil: periods on items, invoice.parent. */
    boolean basilOrLater() {
        return text.substring(0, DATE_LENGTH).compareTo(BASIL) >= 0;
    }
}
