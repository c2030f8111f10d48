/**
 * The plain shape of an HTTP exchange, so that a provider is a function from a call to an answer and a fault can come between
 * them.
 */
@NullMarked
package dev.interline.sandbox.exchange;

import org.jspecify.annotations.NullMarked;
