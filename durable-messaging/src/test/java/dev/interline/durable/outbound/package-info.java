@NullMarked
package dev.interline.durable.outbound;

import org.jspecify.annotations.NullMarked;
