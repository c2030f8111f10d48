@NullMarked
package dev.interline.durable;

import org.jspecify.annotations.NullMarked;
