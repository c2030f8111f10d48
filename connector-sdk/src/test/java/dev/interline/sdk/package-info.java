@NullMarked
package dev.interline.sdk;

import org.jspecify.annotations.NullMarked;
