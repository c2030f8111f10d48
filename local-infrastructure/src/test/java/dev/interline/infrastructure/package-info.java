/** Real servers are started, killed and started again: only that shows that what was written is still there. */
@NullMarked
package dev.interline.infrastructure;

import org.jspecify.annotations.NullMarked;
