/**
 * The {@code interline} command: the whole product on one machine, with nothing installed but a JDK and Maven.
 *
 * <p>{@code up} checks the machine ({@link dev.interline.devstack.Preflight}), makes up the secrets of two demo tenants
 * once, writes one configuration file per service, starts PostgreSQL, Kafka and the sandbox, then the services, each in
 * a JVM of its own, and waits until all of them say that they are ready. When that is so it writes {@code stack.json},
 * the contract for every tool that wants to talk to a running stack. Every process is written down with its pid and the
 * time of its start, so that {@code down} ends those processes and no others.
 */
@NullMarked
package dev.interline.devstack;

import org.jspecify.annotations.NullMarked;
