/** The way out: messages written with the effect they tell of, and a relay that brings each to Kafka in order. */
@NullMarked
package dev.interline.durable.outbound;

import org.jspecify.annotations.NullMarked;
