/**
 * Webhooks on their way out. A delivery is queued in the change it tells of, signed afresh for every attempt and retried as its
 * provider would, with days compressed to minutes; what is unsent when the process dies is sent after the next start.
 */
@NullMarked
package dev.interline.sandbox.webhook;

import org.jspecify.annotations.NullMarked;
