/** Our own writes coming back. */
@NullMarked
package dev.interline.durable.echo;

import org.jspecify.annotations.NullMarked;
