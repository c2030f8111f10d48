package dev.interline.canonical.message;

import dev.interline.canonical.CanonicalPayload;

/** A meaning with its envelope, ready to travel. */
public record CanonicalMessage(Envelope envelope, CanonicalPayload payload) {}
