package dev.interline.billing;

import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.Ids;
import dev.interline.sdk.provider.ProviderRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The fields of a request as Stripe wants them: names with brackets, the empty text clears. */
final class StripeForm {

    private final SortedMap<String, String> fields = new TreeMap<>();

    StripeForm with(String name, String value) {
        fields.put(name, value);
        return this;
    }

    /** Each label as {@code metadata[name]}. */
    StripeForm withMetadata(Map<String, String> labels) {
        labels.forEach((name, value) -> with("metadata[" + name + "]", value));
        return this;
    }

    /** SHA-256 of the fields, lower-case hex: the same for the same fields, in whichever order they came. */
    String digest() {
        return Ids.sha256(CanonicalJson.mapper().valueToTree(fields).toString());
    }

    ProviderRequest post(String path) {
        return ProviderRequest.postForm(path, fields);
    }

    /** The fields of a request made so. */
    static SortedMap<String, String> read(ProviderRequest request) {
        SortedMap<String, String> fields = new TreeMap<>();
        byte[] body = request.body();
        if (body == null) {
            return fields;
        }
        for (String pair : new String(body, StandardCharsets.US_ASCII).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
