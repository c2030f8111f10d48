package dev.interline.canonical;

/** Something that happened, told in business words. */
public interface CanonicalEvent extends CanonicalPayload {}
