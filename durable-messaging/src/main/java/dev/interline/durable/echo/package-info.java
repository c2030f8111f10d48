/** Our own writes coming back, and fields that two systems set against each other. */
@NullMarked
package dev.interline.durable.echo;

import org.jspecify.annotations.NullMarked;
