@NullMarked
package dev.interline.durable.retention;

import org.jspecify.annotations.NullMarked;
