/** What Interline is measured against: an endpoint that does nothing, and the shortest Camel route that stores. */
@NullMarked
package dev.interline.benchmarks.baseline;

import org.jspecify.annotations.NullMarked;
