@NullMarked
package dev.interline.testkit.architecture;

import org.jspecify.annotations.NullMarked;
