package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderPages;
import dev.interline.sdk.provider.ProviderRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the next page of a list begins
 * (<a href="https://developer.zendesk.com/api-reference/introduction/pagination/">cursor pagination</a>). {@code links.next}
 * is there at the end too, so that {@code has_more} alone counts.
 *
 * @param records the member of a page in which its records are
 */
record ZendeskPages(String records) implements ProviderPages {

    /** As many records as Zendesk gives at once. */
    static final String SIZE = "100";

    private static final String AFTER = "page[after]";

    /** The request of a list's first page. */
    static ProviderRequest first(String path) {
        return ProviderRequest.get(path, Map.of("page[size]", SIZE));
    }

    /** Whether there are records that were not read. */
    static boolean hasMore(JsonNode list) {
        return list.path("meta").path("has_more").asBoolean(false);
    }

    @Override
    public Optional<ProviderRequest> next(ProviderRequest asked, ProviderAnswer page) {
        String cursor = page.body().path("meta").path("after_cursor").asText("");
        if (!hasMore(page.body())
                || cursor.isEmpty()
                || cursor.equals(asked.query().get(AFTER))) {
            return Optional.empty();
        }
        Map<String, String> query = new HashMap<>(asked.query());
        query.put(AFTER, cursor);
        return Optional.of(ProviderRequest.get(asked.path(), query));
    }
}
