/** Faults: read strictly, counted exactly. */
@NullMarked
package dev.interline.sandbox.fault;

import org.jspecify.annotations.NullMarked;
