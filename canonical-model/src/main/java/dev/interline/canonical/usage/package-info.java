/** What was consumed of what was bought: meters, reports, thresholds. */
@NullMarked
package dev.interline.canonical.usage;

import org.jspecify.annotations.NullMarked;
