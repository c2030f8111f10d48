/**
 * Stripe, wrapped: its webhooks become billing events, its API answers what only Stripe can know. Everything that knows
 * Stripe's words carries Stripe's name.
 */
@NullMarked
package dev.interline.billing;

import org.jspecify.annotations.NullMarked;
