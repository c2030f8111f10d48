/** What can happen to tickets, and what we may ask of a support system. */
@NullMarked
package dev.interline.canonical.support;

import org.jspecify.annotations.NullMarked;
