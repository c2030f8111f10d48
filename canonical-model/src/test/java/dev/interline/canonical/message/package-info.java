@NullMarked
package dev.interline.canonical.message;

import org.jspecify.annotations.NullMarked;
