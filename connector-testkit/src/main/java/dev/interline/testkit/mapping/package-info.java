/** The check of mapping files: they compile, and their golden samples come out as they say. */
@NullMarked
package dev.interline.testkit.mapping;

import org.jspecify.annotations.NullMarked;
