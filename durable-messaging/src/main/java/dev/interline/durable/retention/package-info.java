/** How long what is finished is kept: by the week, and dropped, not deleted. */
@NullMarked
package dev.interline.durable.retention;

import org.jspecify.annotations.NullMarked;
