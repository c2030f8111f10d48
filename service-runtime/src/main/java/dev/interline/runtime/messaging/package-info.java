/** Durable messaging, wired into a Quarkus service. */
@NullMarked
package dev.interline.runtime.messaging;

import org.jspecify.annotations.NullMarked;
