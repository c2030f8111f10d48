/**
 * Stripe as its API behaves: form-encoded requests, objects in the shape of the asked version, results kept by Idempotency-Key,
 * subscriptions that bill, invoices that fail and are paid, events with what was before.
 */
@NullMarked
package dev.interline.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
