/** How every service answers over HTTP: problem details for what went wrong. */
@NullMarked
package dev.interline.runtime.api;

import org.jspecify.annotations.NullMarked;
