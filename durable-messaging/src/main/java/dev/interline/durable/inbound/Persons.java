package dev.interline.durable.inbound;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose data an event holds.
 *
 * @param ids the provider's ids of the persons, each with its kind: {@code contact/151}
 * @param said what the event says of them
 */
public record Persons(Set<String> ids, Said said) {

    /** What an event says of persons. */
    public enum Said {
        /** Something else. */
        NOTHING,
        /** That they are one and the same, and always were. */
        MERGED,
        /** That they are to be forgotten. */
        FORGOTTEN
    }

    /** Nobody's. */
    public static final Persons NONE = new Persons(Set.of(), Said.NOTHING);

    public Persons {
        ids = Set.copyOf(ids);
    }

    /** Those of one kind; empty ids are passed over. */
    public static Persons of(String kind, List<String> ids) {
        return new Persons(
                ids.stream()
                        .filter(id -> !id.isBlank())
                        .map(id -> kind + "/" + id)
                        .collect(Collectors.toUnmodifiableSet()),
                Said.NOTHING);
    }

    /** The same, who are one person. */
    public Persons merged() {
        return new Persons(ids, Said.MERGED);
    }

    /** The same, who are to be forgotten. */
    public Persons toBeForgotten() {
        return new Persons(ids, Said.FORGOTTEN);
    }
}
