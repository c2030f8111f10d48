/**
 * A database and a broker to work against, without a container engine.
 *
 * <p>Interline's promises are about what survives a crash, so neither tests nor a developer's machine may run against
 * imitations. This package unpacks the PostgreSQL binaries that Maven brought and starts them with {@code fsync} on; it
 * starts a Kafka broker from its jars in a JVM of its own. Both are ordinary child processes with a known pid: they can
 * be killed with {@code kill -9} and started again on the same directory, which is the point of having them.
 *
 * <p>{@link dev.interline.infrastructure.PostgresServer} and {@link dev.interline.infrastructure.KafkaBroker} are what
 * callers see; {@link dev.interline.infrastructure.LocalPostgres} and {@link dev.interline.infrastructure.LocalKafka}
 * are the child-process kind. Whether a child dies with its parent or outlives it is its
 * {@link dev.interline.infrastructure.Lifetime}. Everything that can be wrong with the machine ends in an
 * {@link dev.interline.infrastructure.InfrastructureFailure} that says what is wrong and what to do.
 */
@NullMarked
package dev.interline.infrastructure;

import org.jspecify.annotations.NullMarked;
