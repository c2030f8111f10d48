package dev.interline.canonical;

/** Something that is wanted of one system about one entity; done at most once. */
public interface CanonicalCommand extends CanonicalPayload {}
