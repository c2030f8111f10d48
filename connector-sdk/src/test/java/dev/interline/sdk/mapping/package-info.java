@NullMarked
package dev.interline.sdk.mapping;

import org.jspecify.annotations.NullMarked;
