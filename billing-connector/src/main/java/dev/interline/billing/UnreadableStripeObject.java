package dev.interline.billing;

/** A Stripe object that lacks what it must have; the message names the field, never a value. */
final class UnreadableStripeObject extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableStripeObject(String message) {
        super(message);
    }
}
