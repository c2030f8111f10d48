/**
 * Zendesk as its API behaves: organizations by external id, tickets that close for good, idempotent creation for two hours, custom
 * fields that are ignored until they exist, webhooks with texts for ids and upper-case enums.
 */
@NullMarked
package dev.interline.sandbox.zendesk;

import org.jspecify.annotations.NullMarked;
