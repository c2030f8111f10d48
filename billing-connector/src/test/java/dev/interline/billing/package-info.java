@NullMarked
package dev.interline.billing;

import org.jspecify.annotations.NullMarked;
