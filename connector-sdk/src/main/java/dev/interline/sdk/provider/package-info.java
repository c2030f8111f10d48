/** Calls out: each operation declares how it is made safe, and the SDK holds it to that. */
@NullMarked
package dev.interline.sdk.provider;

import org.jspecify.annotations.NullMarked;
