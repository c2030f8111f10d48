/** The store: all or nothing. */
@NullMarked
package dev.interline.sandbox.state;

import org.jspecify.annotations.NullMarked;
