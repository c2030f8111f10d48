/**
 * What is known of the webhook subscriptions at the providers: how they stand, what was changed about them, and whether
 * heartbeats come through.
 */
@NullMarked
package dev.interline.durable.subscription;

import org.jspecify.annotations.NullMarked;
