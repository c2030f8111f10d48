/** One taxonomy of failures decides retry, pause, park or dead letter everywhere. */
@NullMarked
package dev.interline.durable.failure;

import org.jspecify.annotations.NullMarked;
