@NullMarked
package dev.interline.durable.credential;

import org.jspecify.annotations.NullMarked;
