/** Syncs against a provider in memory and a real database. */
@org.jspecify.annotations.NullMarked
package dev.interline.durable.sync;
