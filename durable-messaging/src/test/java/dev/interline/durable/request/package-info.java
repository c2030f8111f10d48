@NullMarked
package dev.interline.durable.request;

import org.jspecify.annotations.NullMarked;
