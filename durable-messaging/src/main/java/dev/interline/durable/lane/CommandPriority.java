package dev.interline.durable.lane;

/** In whose cause a command is carried out; who comes first when a provider's quota is short. */
public enum CommandPriority {
    /** A provider's event has caused it. */
    WEBHOOK,
    /** A person or an API call waits for it. */
    USER,
    /** A scheduled comparison found it. */
    SYNC,
    /** History: it has all the time there is. */
    BACKFILL;

    /** As the {@code priority} column has it: 0 comes first. */
    public int rank() {
        return ordinal();
    }

    /** The priority of a rank; the last for an unknown one. */
    public static CommandPriority ofRank(int rank) {
        return rank >= 0 && rank < values().length ? values()[rank] : BACKFILL;
    }
}
