@NullMarked
package dev.interline.durable.failure;

import org.jspecify.annotations.NullMarked;
