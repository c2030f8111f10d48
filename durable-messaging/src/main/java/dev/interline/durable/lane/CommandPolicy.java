package dev.interline.durable.lane;

import dev.interline.durable.failure.RetrySchedule;

/** How often a kind of command is tried, and what becomes of its lane when it is given up. */
public record CommandPolicy(RetrySchedule retries, LanePolicy onGiveUp) {}
