@NullMarked
package dev.interline.testkit.mapping;

import org.jspecify.annotations.NullMarked;
