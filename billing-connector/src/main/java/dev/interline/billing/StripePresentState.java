package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sdk.provider.PresentState;
import dev.interline.sdk.provider.ProviderRequest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What Stripe has now, beside what a call would write; of items and of what is made anew there is nothing beside it. */
final class StripePresentState {

    private StripePresentState() {}

    static Optional<PresentState> of(String operation, ProviderRequest request) {
        Map<String, String> intended = StripeForm.read(request);
        boolean comparable = operation.equals(StripeGateway.UPDATE_CUSTOMER)
                || operation.equals(StripeGateway.UPDATE_SUBSCRIPTION)
                        && intended.keySet().stream().noneMatch(name -> name.startsWith("items["));
        return comparable
                ? Optional.of(new PresentState(
                        ProviderRequest.get(request.path(), Map.of()),
                        answer -> present(answer.body(), intended),
                        intended))
                : Optional.empty();
    }

    private static Map<String, String> present(JsonNode record, Map<String, String> intended) {
        Map<String, String> present = new TreeMap<>();
        for (String name : intended.keySet()) {
            JsonNode node = record;
            for (String part : name.replace("]", "").split("\\[")) {
                node = node.path(part);
            }
            present.put(name, node.isNull() ? "" : node.asText(""));
        }
        return present;
    }
}
