package dev.interline.canonical.customer;

import dev.interline.canonical.CanonicalEvent;

/** What can happen to a company we serve. */
public sealed interface CustomerEvent extends CanonicalEvent {

    /** A system knows a company it did not know before. */
    record AccountCreated(Account account) implements CustomerEvent {}

    /** A system says something new about a company. */
    record AccountUpdated(Account account) implements CustomerEvent {}

    /** A system has removed a company. */
    record AccountDeleted(Account account) implements CustomerEvent {}

    /** An event of a later version of this model. */
    record Unrecognised(String type, String json) implements CustomerEvent {}
}
