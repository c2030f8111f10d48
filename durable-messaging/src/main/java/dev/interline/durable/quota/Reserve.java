package dev.interline.durable.quota;

import dev.interline.durable.lane.CommandPriority;

/** What is left in a bucket for those who go first, so that a backfill never starves live traffic. */
final class Reserve {

    private Reserve() {}

    /** The share of a bucket's capacity that commands of this priority leave to higher ones. */
    static double of(CommandPriority priority) {
        return switch (priority) {
            case WEBHOOK -> 0.0;
            case USER -> 0.1;
            case SYNC -> 0.3;
            case BACKFILL -> 0.5;
        };
    }
}
