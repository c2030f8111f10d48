@NullMarked
package dev.interline.durable.quota;

import org.jspecify.annotations.NullMarked;
