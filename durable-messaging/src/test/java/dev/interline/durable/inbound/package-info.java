@NullMarked
package dev.interline.durable.inbound;

import org.jspecify.annotations.NullMarked;
