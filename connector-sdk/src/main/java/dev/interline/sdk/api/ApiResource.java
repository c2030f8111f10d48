package dev.interline.sdk.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.durable.failure.FailureException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One kind of record, read live from the provider and told in the words of the contract. Whatever goes wrong at the provider
 * is thrown as {@link FailureException}.
 */
public interface ApiResource {

    /**
     * What is wanted of a list.
     *
     * @param limit how many records at most, 1 to 100
     * @param position where the page before ended, as {@link Page#next} told it; absent for the first
     * @param filters by name, as the contract allows them
     */
    record Query(int limit, @Nullable String position, Map<String, String> filters) {

        public Query {
            filters = Map.copyOf(filters);
        }

        /** The filter's value. */
        public Optional<String> filter(String name) {
            return Optional.ofNullable(filters.get(name));
        }

        /**
         * The value of a filter that the contract requires.
         *
         * @throws IllegalStateException if the contract says it must be there and it is not
         */
        public String required(String name) {
            return filter(name).orElseThrow(() -> new IllegalStateException("The contract must require " + name));
        }
    }

    /**
     * Records in the provider's own order.
     *
     * @param next where the next page begins; absent on the last
     */
    record Page(List<ObjectNode> items, @Nullable String next) {

        public Page {
            items = List.copyOf(items);
        }
    }

    /** Some of the records. */
    Page list(Query query, ProviderReader provider);

    /** The record the provider calls so. */
    Optional<ObjectNode> one(String id, ProviderReader provider);

    /**
     * The record that carries our own key.
     *
     * @throws UnsupportedOperationException if records of this kind carry none
     */
    default Optional<ObjectNode> ofKey(String key, ProviderReader provider) {
        throw new UnsupportedOperationException("These records carry no key of ours");
    }
}
