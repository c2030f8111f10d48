@NullMarked
package dev.interline.canonical;

import org.jspecify.annotations.NullMarked;
