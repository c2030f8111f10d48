package dev.interline.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.exchange.Json;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * An order to fail: which calls, how, how likely and how often. Null fields match every call.
 *
 * @param pathPattern regular expression found anywhere in the path, such as {@code /companies/batch/upsert$}
 * @param status answer status of {@code status}, and instead of the real one of the damaged bodies
 * @param retryAfterSeconds Retry-After to send along
 * @param policyName the provider's word for the limit that was hit
 * @param delayMillis wait of the delaying kinds
 * @param probability chance per matching call, 0 to 1
 * @param times how many calls it hits before it is spent; null for no end
 * @param seed makes the chance repeatable
 */
public record Fault(
        @Nullable String provider,
        @Nullable String account,
        @Nullable String method,
        @Nullable Pattern pathPattern,
        FaultKind kind,
        @Nullable Integer status,
        @Nullable Integer retryAfterSeconds,
        @Nullable String policyName,
        long delayMillis,
        double probability,
        @Nullable Integer times,
        @Nullable Long seed) {
    private static final Set<String> KNOWN = Set.of(
            "provider",
            "account",
            "method",
            "pathPattern",
            "kind",
            "status",
            "retryAfterSeconds",
            "policyName",
            "delayMillis",
            "probability",
            "times",
            "seed");

    /** Reads the control plane's form; throws {@link IllegalArgumentException} with a sentence that says what is wrong. */
    public static Fault fromJson(ObjectNode json) {
        json.fieldNames().forEachRemaining(name -> require(KNOWN.contains(name), "unknown field '" + name + "'"));
        String kindName = text(json, "kind");
        require(kindName != null, "'kind' is missing");
        FaultKind kind = FaultKind.named(String.valueOf(kindName))
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "'kind' must be one of status, throttle,"
                                        + " reset-before-effect, effect-then-reset, delay, effect-then-delay, garbage-body, empty-body"));
        String provider = text(json, "provider");
        require(
                provider == null || SandboxConfig.PROVIDERS.contains(provider),
                "'provider' must be stripe, hubspot or zendesk");
        Integer status = integer(json, "status", 100, 599);
        require(kind != FaultKind.STATUS || status != null, "'status' is missing for kind status");
        Integer delay = integer(json, "delayMillis", 0, 600_000);
        require(
                delay != null || (kind != FaultKind.DELAY && kind != FaultKind.EFFECT_THEN_DELAY),
                "'delayMillis' is missing for kind " + kind);
        JsonNode probability = json.path("probability");
        require(
                probability.isMissingNode()
                        || (probability.isNumber() && probability.asDouble() >= 0 && probability.asDouble() <= 1),
                "'probability' must be a number from 0 to 1");
        JsonNode seed = json.path("seed");
        require(seed.isMissingNode() || seed.isIntegralNumber(), "'seed' must be a whole number");
        String method = text(json, "method");
        return new Fault(
                provider,
                text(json, "account"),
                method == null ? null : method.toUpperCase(Locale.ROOT),
                pattern(text(json, "pathPattern")),
                kind,
                status,
                integer(json, "retryAfterSeconds", 0, 86_400),
                text(json, "policyName"),
                delay == null ? 0 : delay,
                probability.isMissingNode() ? 1.0 : probability.asDouble(),
                integer(json, "times", 1, Integer.MAX_VALUE),
                seed.isMissingNode() ? null : seed.asLong());
    }

    boolean matches(String callProvider, @Nullable String callAccount, String callMethod, String path) {
        return (provider == null || provider.equals(callProvider))
                && (account == null || account.equals(callAccount))
                && (method == null || method.equals(callMethod))
                && (pathPattern == null || pathPattern.matcher(path).find());
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("provider", provider)
                .put("account", account)
                .put("method", method)
                .put("pathPattern", pathPattern == null ? null : pathPattern.pattern())
                .put("kind", kind.toString())
                .put("status", status)
                .put("retryAfterSeconds", retryAfterSeconds)
                .put("policyName", policyName)
                .put("delayMillis", delayMillis)
                .put("probability", probability)
                .put("times", times)
                .put("seed", seed);
        return json;
    }

    private static @Nullable Pattern pattern(@Nullable String text) {
        try {
            return text == null ? null : Pattern.compile(text);
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException(
                    "'pathPattern' is not a regular expression: " + malformed.getDescription(), malformed);
        }
    }

    private static @Nullable String text(ObjectNode json, String field) {
        JsonNode node = json.path(field);
        require(node.isMissingNode() || node.isNull() || node.isTextual(), "'" + field + "' must be a text");
        return node.isTextual() ? node.asText() : null;
    }

    private static @Nullable Integer integer(ObjectNode json, String field, int min, int max) {
        JsonNode node = json.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        require(
                node.canConvertToInt() && node.isIntegralNumber() && node.asInt() >= min && node.asInt() <= max,
                "'" + field + "' must be a whole number from " + min + " to " + max);
        return node.asInt();
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
