package dev.interline.runtime;

/** What is done unasked about webhook subscriptions at providers. */
public enum SubscriptionMode {
    /** Nothing. */
    OFF,
    /** They are checked. */
    REPORT,
    /** They are checked and repaired. */
    REPAIR
}
