@NullMarked
package dev.interline.durable.replay;

import org.jspecify.annotations.NullMarked;
