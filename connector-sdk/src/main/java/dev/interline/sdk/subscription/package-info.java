/**
 * The doctor of webhook subscriptions: what shall be, what is, what is to be done about it, and heartbeats that prove the way
 * from the provider to us. What a connector says of its provider is in {@link WebhookSubscriptions}.
 */
@NullMarked
package dev.interline.sdk.subscription;

import org.jspecify.annotations.NullMarked;
