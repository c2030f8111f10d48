/** Which system may say what. */
@NullMarked
package dev.interline.routing.ownership;

import org.jspecify.annotations.NullMarked;
