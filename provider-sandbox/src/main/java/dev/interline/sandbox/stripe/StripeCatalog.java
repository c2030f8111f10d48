package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;

/** Products and prices: what is sold. */
final class StripeCatalog {
    private static final Set<String> PRODUCT = Set.of(
            "id",
            "name",
            "active",
            "description",
            "metadata",
            "images",
            "url",
            "unit_label",
            "statement_descriptor",
            "tax_code",
            "default_price",
            "shippable");
    private static final Set<String> PRICE = Set.of(
            "currency",
            "product",
            "product_data",
            "unit_amount",
            "unit_amount_decimal",
            "recurring",
            "nickname",
            "lookup_key",
            "metadata",
            "active",
            "tax_behavior",
            "billing_scheme");
    private static final Set<String> PRICE_UPDATE =
            Set.of("nickname", "lookup_key", "metadata", "active", "tax_behavior", "transfer_lookup_key");
    private static final Set<String> INTERVALS = Set.of("day", "week", "month", "year");

    Answer createProduct(StripeCall call) {
        call.params().allow(PRODUCT);
        return call.applied(createProduct(call, call.params()));
    }

    private static ObjectNode createProduct(StripeCall call, StripeParams params) {
        String id = params.text("id").orElseGet(() -> call.books().ids().shortId("prod_"));
        if (call.books().products().find(id).isPresent()) {
            throw StripeErrors.invalid("resource_already_exists", "Product already exists.", "id");
        }
        ObjectNode product = Json.object()
                .put("id", id)
                .put("object", "product")
                .put("active", true)
                .put("created", call.now())
                .putNull("default_price")
                .putNull("description");
        product.set("images", Json.array());
        product.put("livemode", false);
        product.set("marketing_features", Json.array());
        product.set("metadata", Json.object());
        product.put("name", params.required("name"))
                .putNull("package_dimensions")
                .putNull("shippable")
                .putNull("statement_descriptor")
                .putNull("tax_code")
                .put("type", "service")
                .putNull("unit_label")
                .put("updated", call.now())
                .putNull("url");
        applyProduct(params, product);
        call.books().products().put(id, product);
        call.events().emit("product.created", product);
        return product;
    }

    private static void applyProduct(StripeParams params, ObjectNode product) {
        params.copyText(
                product,
                "name",
                "description",
                "url",
                "unit_label",
                "statement_descriptor",
                "tax_code",
                "default_price");
        params.copyBool(product, "active", "shippable");
        params.copyHash(product, "images");
        params.copyMetadata(product);
    }

    Answer updateProduct(StripeCall call) {
        call.params().allow(PRODUCT);
        ObjectNode before = product(call);
        ObjectNode product = before.deepCopy();
        applyProduct(call.params(), product);
        if (!product.equals(before)) {
            product.put("updated", call.now());
        }
        call.books().products().put(call.id(), product);
        call.events().updated("product.updated", before, product);
        return call.applied(product);
    }

    Answer retrieveProduct(StripeCall call) {
        return call.shown(product(call));
    }

    Answer deleteProduct(StripeCall call) {
        ObjectNode product = product(call);
        if (call.books().prices().findBy("product", call.id()).isPresent()) {
            throw StripeErrors.invalid(
                    null, "This product cannot be deleted because it has one or more user-created prices.", "id");
        }
        call.books().products().remove(call.id());
        call.events().emit("product.deleted", product);
        call.effects().applied(call.id(), StripeCall.externalId(product), null);
        return Answer.json(
                200, Json.object().put("id", call.id()).put("object", "product").put("deleted", true));
    }

    Answer listProducts(StripeCall call) {
        call.params().allow(StripeCustomers.union(StripeLists.PAGING, "active"));
        Optional<Boolean> active = call.params().bool("active");
        return StripeLists.page(
                call,
                call.books().products(),
                "",
                row -> active.isEmpty() || active.get() == row.path("active").asBoolean());
    }

    private static ObjectNode product(StripeCall call) {
        return call.books().products().find(call.id()).orElseThrow(() -> StripeErrors.noSuch("product", call.id()));
    }

    Answer createPrice(StripeCall call) {
        call.params().allow(PRICE);
        return call.applied(createPrice(call, call.params()));
    }

    /** Creates a price from top-level parameters or from the {@code price_data} of a subscription item. */
    static ObjectNode createPrice(StripeCall call, StripeParams params) {
        String currency = params.required("currency");
        if (!currency.matches("[a-z]{3}")) {
            throw StripeErrors.invalid(null, "Invalid currency: " + currency, params.path("currency"));
        }
        String product = params.has("product_data")
                ? createProduct(call, params.nested("product_data")).path("id").asText()
                : params.required("product");
        if (call.books().products().find(product).isEmpty()) {
            throw StripeErrors.noSuchReference("product", product, params.path("product"));
        }
        BigDecimal amount = amount(params);
        ObjectNode price = Json.object()
                .put("id", call.books().ids().longId("price_"))
                .put("object", "price")
                .put("active", true)
                .put("billing_scheme", "per_unit")
                .put("created", call.now())
                .put("currency", currency)
                .putNull("custom_unit_amount")
                .put("livemode", false)
                .putNull("lookup_key");
        price.set("metadata", Json.object());
        price.putNull("nickname").put("product", product);
        price.set("recurring", params.has("recurring") ? recurring(params.nested("recurring")) : null);
        price.put("tax_behavior", "unspecified")
                .putNull("tiers_mode")
                .putNull("transform_quantity")
                .put("type", params.has("recurring") ? "recurring" : "one_time");
        boolean whole = amount.stripTrailingZeros().scale() <= 0;
        price.put("unit_amount", whole ? (Long) amount.longValueExact() : null)
                .put("unit_amount_decimal", amount.toPlainString());
        applyPrice(params, price);
        call.books().prices().put(price.path("id").asText(), price);
        call.events().emit("price.created", price);
        return price;
    }

    private static BigDecimal amount(StripeParams params) {
        Optional<Long> whole = params.integer("unit_amount");
        Optional<String> decimal = params.text("unit_amount_decimal");
        if (whole.isPresent() == decimal.isPresent()) {
            throw StripeErrors.invalid(
                    null,
                    "Must provide exactly one of unit_amount or unit_amount_decimal.",
                    params.path("unit_amount"));
        }
        return whole.map(BigDecimal::valueOf).orElseGet(() -> {
            String text = decimal.orElseThrow();
            if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,12})?")) {
                throw StripeErrors.invalid(null, "Invalid decimal: " + text, params.path("unit_amount_decimal"));
            }
            return new BigDecimal(text);
        });
    }

    private static ObjectNode recurring(StripeParams params) {
        params.oneOf("interval", INTERVALS);
        String interval = params.required("interval");
        return Json.object()
                .put("interval", interval)
                .put("interval_count", params.integer("interval_count").orElse(1L))
                .putNull("meter")
                .putNull("trial_period_days")
                .put("usage_type", params.text("usage_type").orElse("licensed"));
    }

    private static void applyPrice(StripeParams params, ObjectNode price) {
        params.copyText(price, "nickname", "lookup_key", "tax_behavior");
        params.copyBool(price, "active");
        params.copyMetadata(price);
    }

    Answer updatePrice(StripeCall call) {
        call.params().allow(PRICE_UPDATE);
        ObjectNode before = price(call);
        ObjectNode price = before.deepCopy();
        applyPrice(call.params(), price);
        call.books().prices().put(call.id(), price);
        call.events().updated("price.updated", before, price);
        return call.applied(price);
    }

    Answer retrievePrice(StripeCall call) {
        return call.shown(price(call));
    }

    Answer listPrices(StripeCall call) {
        call.params().allow(StripeCustomers.union(StripeLists.PAGING, "active", "product", "lookup_keys", "type"));
        Optional<Boolean> active = call.params().bool("active");
        var keys = call.params().texts("lookup_keys");
        return StripeLists.page(
                call,
                call.books().prices(),
                "product",
                row -> (active.isEmpty() || active.get() == row.path("active").asBoolean())
                        && (keys.isEmpty()
                                || keys.contains(row.path("lookup_key").asText())));
    }

    private static ObjectNode price(StripeCall call) {
        return call.books().prices().find(call.id()).orElseThrow(() -> StripeErrors.noSuch("price", call.id()));
    }

    /** What a quantity of the price costs, in the currency's minor unit, rounded half up. */
    static long cost(ObjectNode price, long quantity) {
        return new BigDecimal(price.path("unit_amount_decimal").asText())
                .multiply(BigDecimal.valueOf(quantity))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
