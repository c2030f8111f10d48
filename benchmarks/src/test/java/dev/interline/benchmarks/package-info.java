@NullMarked
package dev.interline.benchmarks;

import org.jspecify.annotations.NullMarked;
