package dev.interline.sdk.mapping;

/** A mapping's text that cannot become a mapping; the message names file and line. */
public final class MappingRefused extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    MappingRefused(String file, int line, String why) {
        super(file + " line " + line + ": " + why);
    }
}
