@NullMarked
package dev.interline.durable.audit;

import org.jspecify.annotations.NullMarked;
