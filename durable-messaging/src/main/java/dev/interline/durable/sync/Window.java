package dev.interline.durable.sync;

import java.time.Instant;

/**
 * Which records a pass reads: those changed in it, or those made in it where the provider does not tell changes.
 *
 * @param until what is changed later belongs to the next pass, so that a pass ends however fast records change
 */
public record Window(Instant from, Instant until) {}
