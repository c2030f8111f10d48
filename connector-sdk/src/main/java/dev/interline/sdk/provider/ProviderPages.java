package dev.interline.sdk.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** How a list of a provider goes on: what reads it whole needs to know. */
public interface ProviderPages {

    /** As many pages are read as one list and held at once; what has more keeps saying so, rather than being read for ever. */
    int MOST = 30;

    /** The member of a page in which its records are. */
    String records();

    /** The request of the page after this one; empty if this is the last, or does not say. */
    Optional<ProviderRequest> next(ProviderRequest asked, ProviderAnswer page);

    /** The pages so far and the next one, as if they had come as one; the next one alone if it is no list. */
    default ProviderAnswer joined(ProviderAnswer pages, ProviderAnswer next) {
        if (!(next.body() instanceof ObjectNode last) || !last.path(records()).isArray()) {
            return next;
        }
        ObjectNode joined = last.objectNode();
        joined.setAll(last);
        ArrayNode records = joined.putArray(records());
        pages.body().path(records()).forEach(records::add);
        last.path(records()).forEach(records::add);
        return new ProviderAnswer(next.status(), next.headers(), joined, next.readable());
    }
}
