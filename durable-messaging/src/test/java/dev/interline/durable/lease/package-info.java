@NullMarked
package dev.interline.durable.lease;

import org.jspecify.annotations.NullMarked;
