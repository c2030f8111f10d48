/** A real PostgreSQL and a real Kafka for a test, embedded by default, in containers where an engine is there. */
@NullMarked
package dev.interline.testkit.infrastructure;

import org.jspecify.annotations.NullMarked;
