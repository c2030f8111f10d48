package dev.interline.runtime.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.replay.Filter;
import dev.interline.durable.replay.ReplayMode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request to the admin API, read strictly: a parameter that is not understood is refused, never passed over. */
@RequestScoped
public class AdminRequest {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final Set<String> PAGE = Set.of("limit", "cursor");
    private static final Set<String> FILTER =
            Set.of("id", "connection", "tenant", "type", "subject", "state", "code", "queue", "since", "until");

    private final Callers callers;
    private final HttpHeaders headers;
    private final UriInfo uri;

    AdminRequest(Callers callers, @Context HttpHeaders headers, @Context UriInfo uri) {
        this.callers = callers;
        this.headers = headers;
        this.uri = uri;
    }

    /**
     * Who calls.
     *
     * @throws AdminFailure if the key is unknown or does not have the scope
     */
    public Caller caller(Scope needed) {
        Caller caller = callers.of(Objects.requireNonNullElse(headers.getHeaderString("Authorization"), ""))
                .orElseThrow(AdminFailure::unauthorized);
        caller.require(needed);
        return caller;
    }

    /** The caller of an act of that mode. */
    Caller caller(ReplayMode mode) {
        return caller(mode == ReplayMode.FORCE_NEW_EFFECT ? Scope.FORCE : Scope.ADMIN);
    }

    /**
     * The filter in the query, for the caller's tenant only.
     *
     * @throws AdminFailure if a parameter is unknown or malformed
     */
    Filter filter(Caller caller) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        Set<String> unknown = new TreeSet<>(query.keySet());
        unknown.removeAll(PAGE);
        unknown.removeAll(FILTER);
        if (!unknown.isEmpty()) {
            throw AdminFailure.malformed("Unknown parameter " + String.join(", ", unknown) + "; known are "
                    + new TreeSet<>(FILTER) + " and " + new TreeSet<>(PAGE));
        }
        return checked(() -> new Filter(
                        query.get("id"),
                        query.getFirst("connection"),
                        query.getFirst("tenant"),
                        query.getFirst("type"),
                        query.getFirst("subject"),
                        upper(query.getFirst("state")),
                        query.getFirst("code"),
                        upper(query.getFirst("queue")),
                        time("since", query.getFirst("since")),
                        time("until", query.getFirst("until"))))
                .within(caller.tenant());
    }

    /** How many rows are wanted, 1 to 500. */
    int limit() {
        String limit = uri.getQueryParameters().getFirst("limit");
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int rows = Integer.parseInt(limit);
            if (rows >= 1 && rows <= MAX_LIMIT) {
                return rows;
            }
        } catch (NumberFormatException notANumber) {
            // refused below, as a number out of bounds is
        }
        throw AdminFailure.malformed("'limit' is a number from 1 to " + MAX_LIMIT + ", not '" + limit + "'");
    }

    /** Where the page before ended; absent for the first. */
    @Nullable
    String cursor() {
        return uri.getQueryParameters().getFirst("cursor");
    }

    /** The cursor as the id it is. */
    @Nullable
    UUID cursorId() {
        String cursor = cursor();
        return cursor == null ? null : id(cursor);
    }

    /** @throws AdminFailure if the text is no UUID */
    static UUID id(String text) {
        return checked(() -> {
            UUID id = UUID.fromString(text);
            if (!id.toString().equalsIgnoreCase(text)) {
                throw new IllegalArgumentException("'" + text + "' is no id");
            }
            return id;
        });
    }

    /**
     * The body as a record; a member it does not know is refused, as a misspelt filter would mean everything.
     *
     * @throws AdminFailure if it is not JSON, has an unknown member, or a value is out of bounds
     */
    public static <T> T read(byte @Nullable [] body, Class<T> type) {
        ObjectReader reader = CanonicalJson.mapper()
                .readerFor(type)
                .with(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        String json = body == null || body.length == 0 ? "{}" : new String(body, StandardCharsets.UTF_8);
        try {
            return reader.readValue(json);
        } catch (UnrecognizedPropertyException unknown) {
            throw AdminFailure.malformed("Unknown member '" + unknown.getPropertyName() + "'; known are "
                    + new TreeSet<>(Objects.requireNonNullElse(unknown.getKnownPropertyIds(), List.of())));
        } catch (JsonProcessingException broken) {
            Throwable cause = broken.getCause();
            String why = cause instanceof IllegalArgumentException ? cause.getMessage() : broken.getOriginalMessage();
            throw AdminFailure.malformed("The body cannot be read: " + firstLine(why));
        }
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "no reason given" : text.lines().findFirst().orElse("");
    }

    /** Runs it; what it says of a bad argument is the caller's to know. */
    static <T> T checked(Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException bad) {
            throw AdminFailure.malformed(String.valueOf(bad.getMessage()));
        }
    }

    private static @Nullable String upper(@Nullable String token) {
        return token == null ? null : token.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException notATime) {
            throw new IllegalArgumentException(
                    "'" + name + "' is a time like 2026-11-21T08:00:00Z, not '" + text + "'", notATime);
        }
    }

    /** A page of rows. */
    record Page<T>(List<T> items, @Nullable String next) {

        /** @param full how many rows a full page has; a page that is not full is the last one */
        static <R, T> Page<T> of(List<R> rows, int full, Function<R, T> view, Function<R, String> cursor) {
            return new Page<>(
                    rows.stream().map(view).toList(), rows.size() < full ? null : cursor.apply(rows.getLast()));
        }
    }
}
