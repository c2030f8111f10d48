@NullMarked
package dev.interline.runtime.route;

import org.jspecify.annotations.NullMarked;
