@NullMarked
package dev.interline.testkit.infrastructure;

import org.jspecify.annotations.NullMarked;
