/** Which records of connected systems are the same company. */
@NullMarked
package dev.interline.routing.identity;

import org.jspecify.annotations.NullMarked;
