package dev.interline.canonical;

/** The meaning of a message: an event (what happened) or a command (what is wanted). */
public interface CanonicalPayload {}
