package dev.interline.canonical;

/** What a connected system itself calls a record: its system and its opaque id there. */
public record ExternalRef(BusinessSystem system, String id) {

    /** The longest id accepted from any system. */
    public static final int MAX_LENGTH = 255;

    /** @throws IllegalArgumentException if the id is blank or longer than {@value #MAX_LENGTH} characters */
    public ExternalRef {
        if (id.isBlank() || id.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "An external id has 1 to " + MAX_LENGTH + " characters, but this one has " + id.length());
        }
    }

    @Override
    public String toString() {
        return system.token() + ":" + id;
    }
}
