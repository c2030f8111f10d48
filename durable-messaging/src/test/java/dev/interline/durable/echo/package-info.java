@NullMarked
package dev.interline.durable.echo;

import org.jspecify.annotations.NullMarked;
