/** The way in: webhooks stored byte-exact and once, messages of a topic handled once. */
@NullMarked
package dev.interline.durable.inbound;

import org.jspecify.annotations.NullMarked;
