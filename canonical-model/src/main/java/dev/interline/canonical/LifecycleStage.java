package dev.interline.canonical;

import java.util.Locale;
import java.util.Optional;

/** How far a company has come with us, in the order in which it moves; companies only move forward by themselves. */
public enum LifecycleStage {
    SUBSCRIBER,
    LEAD,
    MARKETINGQUALIFIEDLEAD,
    SALESQUALIFIEDLEAD,
    OPPORTUNITY,
    CUSTOMER,
    EVANGELIST,
    OTHER;

    /** The name in JSON and in connected systems: {@code customer}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage of that name; empty for a stage a tenant has made itself, whose order only the CRM knows. */
    public static Optional<LifecycleStage> ofToken(String token) {
        for (LifecycleStage stage : values()) {
            if (stage.token().equals(token)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }

    /** Whether a company at {@code current} may be moved to this stage: never back, and never from an unknown stage. */
    public boolean isAheadOf(String current) {
        if (current.isEmpty()) {
            return true;
        }
        return ofToken(current).map(known -> ordinal() > known.ordinal()).orElse(false);
    }
}
