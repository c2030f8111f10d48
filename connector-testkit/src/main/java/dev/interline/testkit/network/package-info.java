/** A network that fails on purpose. */
@NullMarked
package dev.interline.testkit.network;

import org.jspecify.annotations.NullMarked;
