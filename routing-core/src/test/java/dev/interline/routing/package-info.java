@NullMarked
package dev.interline.routing;

import org.jspecify.annotations.NullMarked;
