package dev.interline.sdk.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.Ids;
import dev.interline.durable.inbound.Persons;
import dev.interline.durable.inbound.WebhookDelivery.Event;
import dev.interline.durable.inbound.WebhookDelivery.State;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.Connection;
import dev.interline.sdk.sync.Reading;
import dev.interline.sdk.sync.SyncSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a verified request means, event by event; whatever is in it, every event has a meaning, and none is an exception. */
@ApplicationScoped
public class EventReader {

    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);
    /** How the keys of requests begin that could not be read. */
    static final String UNREADABLE_KEY = "body:";

    private static final int MAX_KEY = 200;
    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7E]{1," + MAX_KEY + "}");

    private final WebhookTranslator translator;
    private final Iterable<SyncSource> sources;

    @Inject
    EventReader(WebhookTranslator translator, @Any Instance<SyncSource> sources) {
        this(translator, (Iterable<SyncSource>) sources);
    }

    EventReader(WebhookTranslator translator, Iterable<SyncSource> sources) {
        this.translator = translator;
        this.sources = sources;
    }

    /** The events of the request, at least one. */
    List<Event> read(Connection connection, WebhookRequest request) {
        JsonNode json;
        try {
            json = CanonicalJson.mapper().readTree(request.body());
        } catch (IOException broken) {
            return List.of(unreadable(connection, request, "the body is not JSON"));
        }
        try {
            List<ProviderEvent> events = translate(connection, json, request);
            return events.isEmpty()
                    ? List.of(unreadable(connection, request, "the request holds no event"))
                    : events.stream().map(this::event).toList();
        } catch (RuntimeException unexpected) {
            LOG.error("webhook of {} could not be translated", connection.id(), unexpected);
            return List.of(unreadable(
                    connection, request, "unexpected " + unexpected.getClass().getSimpleName()));
        }
    }

    /** A page that we have read ourselves lists records; all else is a provider's request. */
    private List<ProviderEvent> translate(Connection connection, JsonNode json, WebhookRequest request) {
        Optional<String> resource = request.header(Reading.RESOURCE);
        if (resource.isEmpty()) {
            return translator.translate(connection, json, request);
        }
        Reading reading = Reading.ofKept(connection, request.headers());
        return StreamSupport.stream(sources.spliterator(), false)
                .filter(source -> source.resource().equals(resource.get()))
                .flatMap(source -> source.read(reading, json).records().stream())
                .map(SyncSource.Listed::event)
                .toList();
    }

    /** What an event means, fit to be stored. */
    public Event event(ProviderEvent event) {
        ConnectionId connection = event.connection().id();
        String key = storableKey(event.dedupeKey());
        String type = CanonicalText.clean(event.type(), MAX_KEY);
        Event read =
                switch (event.meaning()) {
                    case ProviderEvent.Meaning.Translated translated -> {
                        try {
                            List<OutboxMessage> messages = translated.messages().stream()
                                    .map(EventReader::message)
                                    .toList();
                            yield new Event(
                                    connection,
                                    key,
                                    type,
                                    State.TRANSLATED,
                                    null,
                                    messages,
                                    List.of(),
                                    translated.change(),
                                    Persons.NONE);
                        } catch (RuntimeException invalid) {
                            yield kept(connection, key, type, State.UNMAPPABLE, invalid.getMessage());
                        }
                    }
                    case ProviderEvent.Meaning.Refetch refetch ->
                        new Event(
                                connection,
                                key,
                                type,
                                State.REFETCHING,
                                null,
                                List.of(),
                                List.of(refetch.command()),
                                refetch.change(),
                                Persons.NONE);
                    case ProviderEvent.Meaning.Ignored ignored ->
                        kept(connection, key, type, State.IGNORED, ignored.reason());
                    case ProviderEvent.Meaning.Unmappable broken -> {
                        LOG.warn("event of {} kept as unmappable: {}", connection, broken.reason());
                        yield kept(connection, key, type, State.UNMAPPABLE, broken.reason());
                    }
                };
        return read.about(event.persons());
    }

    private static OutboxMessage message(CanonicalMessage message) {
        return OutboxMessage.of(MessageType.of(message.payload()).topic(), message);
    }

    private static Event kept(ConnectionId connection, String key, String type, State state, @Nullable String reason) {
        return new Event(
                connection,
                key,
                type,
                state,
                reason == null ? null : CanonicalText.clean(reason, 500),
                List.of(),
                List.of());
    }

    private Event unreadable(Connection connection, WebhookRequest request, String reason) {
        LOG.warn("webhook of {} kept as unmappable: {}", connection.id(), reason);
        return kept(
                connection.id(), UNREADABLE_KEY + Ids.sha256(request.body()), "unreadable", State.UNMAPPABLE, reason);
    }

    /** A provider's id as it is if it is short and plain, else a hash of it: an id may be anything. */
    private static String storableKey(String key) {
        return PLAIN.matcher(key).matches() ? key : "sha256:" + Ids.sha256(key);
    }
}
