package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An event of a subscription whose record and time are known.
 *
 * @param key what makes it the same event
 * @param verb what happened: {@code status_changed}
 * @param id the record's
 * @param detail the record as it was when the event was sent; may say little
 * @param change what is different
 */
record ZendeskEvent(
        Connection connection, String key, String verb, String id, Instant at, JsonNode detail, JsonNode change) {

    /** The record it is about. */
    ExternalRef ref() {
        return ZendeskTickets.ref(id);
    }

    /** Where it stands in the record's history; what ends a record beats what else was said of the same instant. */
    SourceVersion version() {
        int rank =
                switch (verb) {
                    case "created" -> SourceVersion.CREATED;
                    case "deleted" -> SourceVersion.ENDED;
                    default -> SourceVersion.CHANGED;
                };
        return new SourceVersion(at, rank, key);
    }

    /** The id the change names at the first of these places that holds one. */
    Optional<ExternalRef> changed(String... pointers) {
        return Arrays.stream(pointers)
                .map(change::at)
                .flatMap(node -> ZendeskTickets.id(node).stream())
                .findFirst()
                .map(ZendeskTickets::ref);
    }

    /** Told as these, in this order. */
    Meaning told(CanonicalPayload... payloads) {
        return new Meaning.Translated(messages(payloads));
    }

    /** Told as this, unless it is our own write. */
    Meaning toldIfNotOurs(CanonicalPayload payload) {
        return new Meaning.Translated(messages(payload), ZendeskOwnWrites.told(this));
    }

    private List<CanonicalMessage> messages(CanonicalPayload... payloads) {
        return Stream.of(payloads)
                .map(payload -> CanonicalMessages.fromProvider(connection, key, id, at, payload))
                .toList();
    }
}
