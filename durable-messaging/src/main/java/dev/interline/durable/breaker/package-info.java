/** A provider that does not answer is left alone: its connection's lanes wait unclaimed, and one command at a time tries. */
@NullMarked
package dev.interline.durable.breaker;

import org.jspecify.annotations.NullMarked;
