/** Webhooks in: verified over raw bytes, translated, stored in one transaction, answered after the commit. */
@NullMarked
package dev.interline.sdk.ingress;

import org.jspecify.annotations.NullMarked;
