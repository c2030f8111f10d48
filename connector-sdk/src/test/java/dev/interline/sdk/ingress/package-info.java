@NullMarked
package dev.interline.sdk.ingress;

import org.jspecify.annotations.NullMarked;
