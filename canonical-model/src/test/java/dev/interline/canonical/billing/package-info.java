@NullMarked
package dev.interline.canonical.billing;

import org.jspecify.annotations.NullMarked;
