/** What every Interline service is configured by and started with. */
@NullMarked
package dev.interline.runtime;

import org.jspecify.annotations.NullMarked;
