/** The load driver: puts load on a running stack and on the baselines, and tells what it saw as ratios. */
@NullMarked
package dev.interline.benchmarks;

import org.jspecify.annotations.NullMarked;
