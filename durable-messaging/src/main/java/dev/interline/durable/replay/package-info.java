/** Doing again, on purpose: previewed, at a bounded rate, resumable, without a second effect unless that is asked for. */
@NullMarked
package dev.interline.durable.replay;

import org.jspecify.annotations.NullMarked;
