@NullMarked
package dev.interline.sdk.subscription;

import org.jspecify.annotations.NullMarked;
