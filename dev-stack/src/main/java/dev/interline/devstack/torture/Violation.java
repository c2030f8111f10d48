package dev.interline.devstack.torture;

/**
 * Something that must not be.
 *
 * @param what which entity, which effect, and why it is wrong
 */
record Violation(Kind kind, String what) {

    /** In the order in which the report shows them. */
    enum Kind {
        NOT_ACCEPTED("never accepted, though sent again and again"),
        FORGED_ACCEPTED("forged and accepted"),
        LOST("accepted and lost"),
        DONE_TWICE("done twice"),
        OUT_OF_ORDER("out of order"),
        WRONG_STATE("wrong in the end"),
        LEFT_OVER("left in a queue"),
        WRONGLY_PARKED("parked and not declared, or declared and not parked"),
        SLOWED("healthy lanes slowed by failing ones"),
        SECRET_IN_LOG("secrets in logs"),
        NOT_REACHED("planned and not reached");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
