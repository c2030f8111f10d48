/** From what is known to what is wanted of other systems; pure. */
@NullMarked
package dev.interline.routing.translate;

import org.jspecify.annotations.NullMarked;
