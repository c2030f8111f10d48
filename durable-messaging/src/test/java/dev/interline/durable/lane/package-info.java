@NullMarked
package dev.interline.durable.lane;

import org.jspecify.annotations.NullMarked;
