@NullMarked
package dev.interline.sdk.credential;

import org.jspecify.annotations.NullMarked;
