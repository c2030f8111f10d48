package dev.interline.durable.inbound;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose data an event holds.
 *
 * @param ids the provider's ids of the persons, each with its kind: {@code contact/151}
 * @param forgotten whether the event says that they are to be forgotten
 */
public record Persons(Set<String> ids, boolean forgotten) {

    /** Nobody's. */
    public static final Persons NONE = new Persons(Set.of(), false);

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
                false);
    }

    /** The same, who are to be forgotten. */
    public Persons toBeForgotten() {
        return new Persons(ids, true);
    }
}
