@NullMarked
package dev.interline.sdk.api;

import org.jspecify.annotations.NullMarked;
