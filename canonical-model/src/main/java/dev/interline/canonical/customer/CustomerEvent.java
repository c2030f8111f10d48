package dev.interline.canonical.customer;

import dev.interline.canonical.CanonicalEvent;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;

/** What can happen to a company we serve, to the people in it, and to what they may buy. */
public sealed interface CustomerEvent extends CanonicalEvent {

    /** A system knows a company it did not know before. */
    record AccountCreated(Account account) implements CustomerEvent {}

    /** A system says something new about a company. */
    record AccountUpdated(Account account) implements CustomerEvent {}

    /** A system has removed a company. */
    record AccountDeleted(Account account) implements CustomerEvent {}

    /** A system has made one company of several; whatever stood for one of those now stands for the one that is left. */
    record AccountMerged(Merge merge) implements CustomerEvent {}

    /** A system knows a person it did not know before. */
    record ContactCreated(Contact contact) implements CustomerEvent {}

    /** A system says something new about a person. */
    record ContactUpdated(Contact contact) implements CustomerEvent {}

    /** A system has removed a person; it may come back. */
    record ContactDeleted(ExternalRef contact, SourceVersion version) implements CustomerEvent {}

    /** A system has made one person of several. */
    record ContactMerged(Merge merge) implements CustomerEvent {}

    /** A person wants to be forgotten: whoever keeps anything about them under this name must erase it. */
    record ContactForgotten(ExternalRef contact, SourceVersion version) implements CustomerEvent {}

    /** There is a new chance to sell. */
    record OpportunityCreated(Opportunity opportunity) implements CustomerEvent {}

    /** Something about a chance to sell is different; whether it is won or lost, its status says. */
    record OpportunityUpdated(Opportunity opportunity) implements CustomerEvent {}

    /** A chance to sell was removed. */
    record OpportunityDeleted(ExternalRef opportunity, SourceVersion version) implements CustomerEvent {}

    /** A system has made one chance to sell of several. */
    record OpportunityMerged(Merge merge) implements CustomerEvent {}

    /** An event of a later version of this model. */
    record Unrecognised(String type, String json) implements CustomerEvent {}
}
