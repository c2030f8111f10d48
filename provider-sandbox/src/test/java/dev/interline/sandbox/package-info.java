/**
 * Proof that the sandbox behaves as the providers do, with their own clients as independent oracles where such clients exist.
 */
@NullMarked
package dev.interline.sandbox;

import org.jspecify.annotations.NullMarked;
