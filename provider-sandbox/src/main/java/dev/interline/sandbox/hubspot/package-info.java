/**
 * HubSpot as its API behaves: CRM objects whose values are all strings, batches that fail in part and answer out of order, upserts
 * by a unique property, lifecycle stages that only advance, thin webhooks in arrays.
 */
@NullMarked
package dev.interline.sandbox.hubspot;

import org.jspecify.annotations.NullMarked;
