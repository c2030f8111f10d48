/**
 * What makes a connector a connector, as tests.
 *
 * <p>A connector is trusted because it passes the same suite as every other one:
 * {@link dev.interline.testkit.ArchitectureRules} say where its code may reach, the {@code route} package says whether
 * its routes may go live, the {@code contract} package asks its signature, its translator and its gateway the questions
 * that providers and attackers will ask, and the {@code infrastructure} package lends it a real database, a real broker
 * and a network that breaks on command.
 */
@NullMarked
package dev.interline.testkit;

import org.jspecify.annotations.NullMarked;
