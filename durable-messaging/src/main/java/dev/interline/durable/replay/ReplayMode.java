package dev.interline.durable.replay;

/** What a replay may do. */
public enum ReplayMode {
    /** Through the same path again; the provider knows the calls by their original idempotency keys. */
    REPLAY('r'),
    /** Through the same path, but nothing is kept and nothing that has an effect is sent: what would be is written down. */
    DRY_RUN('d'),
    /** As if it had never been done: the calls get idempotency keys of their own. Needs a permission of its own. */
    FORCE_NEW_EFFECT('f');

    private final char letter;

    ReplayMode(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }

    static ReplayMode ofLetter(char letter) {
        for (ReplayMode mode : values()) {
            if (mode.letter == letter) {
                return mode;
            }
        }
        throw new IllegalArgumentException("No replay mode has the letter " + letter);
    }
}
