@NullMarked
package dev.interline.sdk.provider;

import org.jspecify.annotations.NullMarked;
