/** Stripe's side, driven by stripe-java. */
@NullMarked
package dev.interline.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
