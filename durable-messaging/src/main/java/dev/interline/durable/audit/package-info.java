/** Who did what by hand, in a log that shows when it was tampered with. */
@NullMarked
package dev.interline.durable.audit;

import org.jspecify.annotations.NullMarked;
