package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderPages;
import dev.interline.sdk.provider.ProviderRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the next page of a list or of a search begins (<a href="https://docs.stripe.com/api/pagination">lists</a>,
 * <a href="https://docs.stripe.com/api/pagination/search">searches</a>). A page that has more and does not say where, or says
 * it begins where it began itself, is the last that is read; its {@code has_more} stays.
 */
final class StripePages implements ProviderPages {

    private static final String DATA = "data";

    @Override
    public String records() {
        return DATA;
    }

    @Override
    public Optional<ProviderRequest> next(ProviderRequest asked, ProviderAnswer page) {
        JsonNode list = page.body();
        boolean search = list.path("object").asText("").equals("search_result");
        String parameter = search ? "page" : "starting_after";
        String position = search
                ? list.path("next_page").asText("")
                : list.path(DATA).path(list.path(DATA).size() - 1).path("id").asText("");
        if (!list.path("has_more").asBoolean(false)
                || position.isEmpty()
                || position.equals(asked.query().get(parameter))) {
            return Optional.empty();
        }
        Map<String, String> query = new HashMap<>(asked.query());
        query.put(parameter, position);
        return Optional.of(ProviderRequest.get(asked.path(), query));
    }
}
