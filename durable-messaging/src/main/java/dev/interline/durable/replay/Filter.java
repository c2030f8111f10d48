package dev.interline.durable.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.interline.canonical.message.CanonicalJson;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are meant; what is absent does not restrict. Used by lists, bulk actions and replays alike, so that what was
 * looked at is what is acted upon.
 *
 * @param ids at most these
 * @param since from this time on, inclusive
 * @param until up to this time, exclusive
 * @param state a state of the kind of row it is applied to
 * @param code error code, of dead letters and commands
 * @param queue of dead letters
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Filter(
        @Nullable List<String> ids,
        @Nullable String connection,
        @Nullable String tenant,
        @Nullable String type,
        @Nullable String subject,
        @Nullable String state,
        @Nullable String code,
        @Nullable String queue,
        @Nullable Instant since,
        @Nullable Instant until) {

    /** How many ids one filter may name. */
    public static final int MAX_IDS = 1_000;

    /** @throws IllegalArgumentException if it can match nothing or names too many ids */
    public Filter {
        ids = ids == null || ids.isEmpty() ? null : List.copyOf(ids);
        if (ids != null && ids.size() > MAX_IDS) {
            throw new IllegalArgumentException("A filter names at most " + MAX_IDS + " ids, not " + ids.size());
        }
        if (since != null && until != null && !since.isBefore(until)) {
            throw new IllegalArgumentException(
                    "'since' must be before 'until', but " + since + " is not before " + until);
        }
    }

    /** Everything. */
    public static Filter all() {
        return new Filter(null, null, null, null, null, null, null, null, null, null);
    }

    /** The rows of those ids. */
    public static Filter ofIds(List<String> ids) {
        return new Filter(ids, null, null, null, null, null, null, null, null, null);
    }

    /** The same, for one tenant only if {@code tenant} is given. */
    public Filter within(@Nullable String only) {
        return only == null ? this : new Filter(ids, connection, only, type, subject, state, code, queue, since, until);
    }

    /** The same with that state if it names none. */
    public Filter withDefaultState(String wanted) {
        return state != null
                ? this
                : new Filter(ids, connection, tenant, type, subject, wanted, code, queue, since, until);
    }

    /** The same, up to that time at the latest. */
    public Filter until(Instant latest) {
        return new Filter(
                ids,
                connection,
                tenant,
                type,
                subject,
                state,
                code,
                queue,
                since,
                until != null && until.isBefore(latest) ? until : latest);
    }

    /** Whether both can match the same row by their connection. */
    boolean overlaps(Filter other) {
        return connection == null || other.connection == null || Objects.equals(connection, other.connection);
    }

    /** A condition on a text column: {@code (:name::text is null or column = :name)}. */
    public static String matches(String column, String name) {
        return "(:" + name + "::text is null or " + column + " = :" + name + ")";
    }

    /** A condition on a time column for {@code since} and {@code until}. */
    public static String between(String column) {
        return "(:since::timestamptz is null or " + column + " >= :since) and (:until::timestamptz is null or " + column
                + " < :until)";
    }

    /** A condition on an id column, compared as text. */
    public static String among(String column) {
        return "(:ids::text[] is null or " + column + "::text = any(:ids))";
    }

    /** Binds all of it. */
    public <S extends SqlStatement<S>> S bind(S statement) {
        if (ids == null) {
            statement.bindByType("ids", null, String[].class);
        } else {
            statement.bindArray("ids", String.class, ids);
        }
        return statement
                .bind("connection", connection)
                .bind("tenant", tenant)
                .bind("type", type)
                .bind("subject", subject)
                .bind("state", state)
                .bind("code", code)
                .bind("queue", queue)
                .bind("since", since)
                .bind("until", until);
    }

    /** As JSON. */
    public String toJson() {
        try {
            return CanonicalJson.mapper().writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A filter can always be written", impossible);
        }
    }

    static Filter ofJson(String json) {
        try {
            return CanonicalJson.mapper().readValue(json, Filter.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored filter cannot be read: " + broken.getOriginalMessage(), broken);
        }
    }
}
