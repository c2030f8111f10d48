package dev.interline.sdk.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.AccountField;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that a connector has: what it makes, and where inputs of it are kept.
 *
 * @param name {@code <provider>.<object>.<from-or-to>}; its file is {@code mappings/<provider>/<object>.<from-or-to>.jslt}
 */
public record MappingDefinition(String name, Output output, Captured captured) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*\\.[a-z][a-z0-9-]*\\.(?:from|to)");

    public MappingDefinition {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a mapping: <provider>.<object>.<from-or-to>");
        }
    }

    /** What a mapping makes. */
    public enum Output {
        /** Facts of an account by their canonical names, as text. */
        ACCOUNT_FIELDS,
        /** A provider's own fields, as text. */
        PROVIDER_FIELDS;

        /** As in the schema of accounts. */
        private static final int MAX_VALUE = 4_000;

        private static final Set<String> OF_ACCOUNTS =
                Stream.of(AccountField.values()).map(AccountField::token).collect(Collectors.toUnmodifiableSet());

        /** What is wrong with a field; null if nothing is. */
        @Nullable
        String problem(String field, JsonNode value) {
            if (this == ACCOUNT_FIELDS && !OF_ACCOUNTS.contains(field)) {
                return "no field of an account has that name; known are "
                        + String.join(", ", new TreeSet<>(OF_ACCOUNTS));
            }
            if (!value.isTextual()) {
                return "it must be a text, not a " + value.getNodeType().name().toLowerCase(Locale.ROOT);
            }
            return value.asText().length() > MAX_VALUE ? "it is longer than " + MAX_VALUE + " characters" : null;
        }
    }

    /** Where real inputs are found for a preview. */
    public sealed interface Captured {

        /** In providers' events whose type begins so, at a JSON pointer of their request. */
        record Events(String typePrefix, String pointer) implements Captured {}

        /** In commands of that type, at a JSON pointer of their body. */
        record Commands(String type, String pointer) implements Captured {}

        /** Nowhere: what is mapped is not kept. The packaged samples stand in. */
        record Nothing() implements Captured {}
    }

    /** The packaged file. */
    public String resource() {
        int provider = name.indexOf('.');
        return "mappings/" + name.substring(0, provider) + "/" + name.substring(provider + 1) + ".jslt";
    }

    /** Inputs with what must come out of them, beside the file. */
    public String samplesResource() {
        return resource().replaceAll("\\.jslt$", ".samples.json");
    }
}
