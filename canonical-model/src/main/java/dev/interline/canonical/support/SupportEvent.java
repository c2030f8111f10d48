package dev.interline.canonical.support;

import dev.interline.canonical.CanonicalEvent;

/** What can happen to tickets. Each carries the whole state, so that one event is enough. */
public sealed interface SupportEvent extends CanonicalEvent {

    /** Somebody asks for help. */
    record TicketOpened(Ticket ticket) implements SupportEvent {}

    /** A ticket moved on in its life. */
    record TicketStatusChanged(Ticket ticket) implements SupportEvent {}

    /** A ticket became more or less urgent. */
    record TicketPriorityChanged(Ticket ticket) implements SupportEvent {}

    /** An event of a later version of this model. */
    record Unrecognised(String type, String json) implements SupportEvent {}
}
