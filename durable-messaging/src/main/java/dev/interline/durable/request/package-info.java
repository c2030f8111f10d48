/** Requests of callers that must be done once however often they are sent, and what became of the commands they led to. */
@NullMarked
package dev.interline.durable.request;

import org.jspecify.annotations.NullMarked;
