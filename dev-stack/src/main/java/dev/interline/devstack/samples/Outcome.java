package dev.interline.devstack.samples;

/** What became of an event in a sample. */
enum Outcome {
    /** It was told in canonical words. */
    MAPPED("mapped"),
    /** Its record is read again, and that is told. */
    READ_AGAIN("read again"),
    /** Nobody asks for its type; kept. */
    KEPT_UNKNOWN("kept unknown"),
    /** It is not an event of this provider, or lacks what it must have; kept. */
    KEPT_UNREADABLE("kept unreadable"),
    /** The same event was there before. */
    KNOWN_ALREADY("known already"),
    /** It was not answered 2xx. */
    REFUSED("refused"),
    /** The connector met an exception. */
    BROKE("broke");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    /** @param state of the event's row */
    static Outcome ofState(String state, String reason) {
        return switch (state) {
            case "TRANSLATED" -> MAPPED;
            case "REFETCHING" -> READ_AGAIN;
            case "IGNORED" -> KEPT_UNKNOWN;
            default -> reason.startsWith("unexpected ") ? BROKE : KEPT_UNREADABLE;
        };
    }

    /** Whether something is wrong with the connector, whatever the sample was. */
    boolean isWrong() {
        return this == REFUSED || this == BROKE;
    }

    @Override
    public String toString() {
        return words;
    }
}
