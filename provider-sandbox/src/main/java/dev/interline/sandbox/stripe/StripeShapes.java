package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Renders stored objects in the shape a version asks for, with the objects a caller wants expanded. */
final class StripeShapes {
    private static final Set<String> EXPANDABLE =
            Set.of("customer", "latest_invoice", "product", "subscription", "items.data.price.product");

    private static final int ITEMS_SHOWN = 10;

    private StripeShapes() {}

    static ObjectNode render(ObjectNode stored, StripeVersion version, StripeBooks books, List<String> expand) {
        ObjectNode copy = stored.deepCopy();
        for (String path : expand) {
            String plain = path.startsWith("data.") ? path.substring("data.".length()) : path;
            if (!EXPANDABLE.contains(plain)) {
                throw StripeErrors.invalid(null, "This property cannot be expanded (" + path + ").", "expand");
            }
            expand(copy, plain, books);
        }
        if (!version.basilOrLater()) {
            downgrade(copy, books);
        }
        firstItems(copy);
        return copy;
    }

    static ObjectNode render(ObjectNode stored, StripeVersion version, StripeBooks books) {
        return render(stored, version, books, List.of());
    }

    /** A subscription shows ten of its items; the others are in their own list. */
    private static void firstItems(ObjectNode object) {
        if ("subscription".equals(Json.text(object, "object"))
                && object.path("items").path("data") instanceof ArrayNode items
                && items.size() > ITEMS_SHOWN) {
            while (items.size() > ITEMS_SHOWN) {
                items.remove(ITEMS_SHOWN);
            }
            ((ObjectNode) object.path("items")).put("has_more", true);
        }
    }

    private static void expand(ObjectNode object, String path, StripeBooks books) {
        int dot = path.indexOf('.');
        if (dot > 0) {
            String rest = path.substring(dot + 1);
            JsonNode next = object.path(path.substring(0, dot));
            if (next instanceof ObjectNode nested) {
                expand(nested, rest, books);
            } else if (next instanceof ArrayNode array) {
                array.forEach(element -> expand((ObjectNode) element, rest, books));
            }
            return;
        }
        String id = Json.text(object, path);
        if (id != null) {
            find(path, id, books).ifPresent(found -> object.set(path, found));
        }
    }

    private static Optional<ObjectNode> find(String field, String id, StripeBooks books) {
        return switch (field) {
            case "customer" -> books.customers().find(id);
            case "latest_invoice" -> books.invoices().find(id);
            case "subscription" -> books.subscriptions().find(id);
            default -> books.products().find(id);
        };
    }

    private static void downgrade(JsonNode node, StripeBooks books) {
        if (node instanceof ArrayNode array) {
            array.forEach(element -> downgrade(element, books));
        } else if (node instanceof ObjectNode object) {
            String kind = Json.text(object, "object");
            if ("subscription".equals(kind)) {
                subscription(object);
            } else if ("invoice".equals(kind)) {
                invoice(object);
            } else if ("charge".equals(kind)) {
                object.put("invoice", "in_" + object.path("id").asText().substring(3));
            } else if ("line_item".equals(kind)) {
                line(object, books);
            }
            object.properties().forEach(entry -> downgrade(entry.getValue(), books));
        }
    }

    private static void subscription(ObjectNode object) {
        JsonNode items = object.path("items").path("data");
        if (items.path(0) instanceof ObjectNode first) {
            object.set(
                    "current_period_start", first.path("current_period_start").deepCopy());
            object.set("current_period_end", first.path("current_period_end").deepCopy());
        }
        items.forEach(item -> ((ObjectNode) item).remove(List.of("current_period_start", "current_period_end")));
        object.putNull("discount");
        object.remove("discounts");
    }

    private static void invoice(ObjectNode object) {
        JsonNode details = object.path("parent").path("subscription_details");
        boolean paid = "paid".equals(Json.text(object, "status"));
        object.put("subscription", Json.text(details, "subscription"))
                .put("paid", paid)
                .put("charge", paid && object.path("amount_paid").asLong() > 0 ? StripePayments.chargeOf(object) : null)
                .putNull("payment_intent")
                .putNull("discount")
                .putNull("tax");
        object.remove(List.of("parent", "discounts", "total_taxes"));
    }

    private static void line(ObjectNode object, StripeBooks books) {
        JsonNode parent = object.path("parent").path("subscription_item_details");
        String price = Json.scalar(object.path("pricing").path("price_details").path("price"));
        object.set("price", price == null ? null : books.prices().find(price).orElse(null));
        object.put("type", parent.isObject() ? "subscription" : "invoiceitem")
                .put("subscription", Json.text(parent, "subscription"))
                .put("subscription_item", Json.text(parent, "subscription_item"))
                .put("proration", false);
        object.remove(List.of("pricing", "parent", "taxes"));
    }
}
