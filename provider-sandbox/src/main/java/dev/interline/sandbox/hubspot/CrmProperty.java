package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One property's definition in the API's form, and how it judges values. */
record CrmProperty(ObjectNode definition) {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** A value as HubSpot stores it, or its complaint. */
    sealed interface Judged {
        record Valid(String value) implements Judged {}

        record Invalid(String error, String message) implements Judged {}
    }

    static String time(Instant instant) {
        return MILLIS.format(instant);
    }

    String name() {
        return definition.path("name").asText();
    }

    String type() {
        return definition.path("type").asText();
    }

    boolean unique() {
        return definition.path("hasUniqueValue").asBoolean();
    }

    boolean readOnly() {
        return definition.path("modificationMetadata").path("readOnlyValue").asBoolean();
    }

    /** Values of an enumeration in their order. */
    List<String> options() {
        List<String> values = new ArrayList<>();
        definition
                .path("options")
                .forEach(option -> values.add(option.path("value").asText()));
        return values;
    }

    /** Judges a value that is not empty. */
    Judged judge(String value) {
        return switch (type()) {
            case "number" ->
                value.matches("-?[0-9]{1,18}(\\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?")
                        ? new Judged.Valid(value)
                        : new Judged.Invalid("INVALID_INTEGER", value + " was not a valid number.");
            case "enumeration" -> judgeOption(value);
            case "bool" ->
                List.of("true", "false").contains(value)
                        ? new Judged.Valid(value)
                        : new Judged.Invalid("INVALID_BOOLEAN", value + " was not a valid boolean.");
            case "date" -> judgeDate(value);
            case "datetime" -> judgeTime(value);
            default -> judgeText(value);
        };
    }

    private Judged judgeText(String value) {
        if (name().equals("email") && !value.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            return new Judged.Invalid("INVALID_EMAIL", "Email address " + value + " is invalid");
        }
        return new Judged.Valid(name().equals("email") ? value.toLowerCase(Locale.ROOT) : value);
    }

    private Judged judgeOption(String value) {
        List<String> options = options();
        boolean several = definition.path("fieldType").asText().equals("checkbox");
        for (String one : several ? List.of(value.split(";")) : List.of(value)) {
            if (!options.contains(one)) {
                return new Judged.Invalid(
                        "INVALID_OPTION", one + " was not one of the allowed options: " + String.join(", ", options));
            }
        }
        return new Judged.Valid(value);
    }

    private static Judged judgeDate(String value) {
        try {
            LocalDate date = value.matches("-?[0-9]{5,}")
                    ? Instant.ofEpochMilli(Long.parseLong(value))
                            .atZone(ZoneOffset.UTC)
                            .toLocalDate()
                    : LocalDate.parse(value.length() > 10 ? value.substring(0, 10) : value);
            return new Judged.Valid(date.toString());
        } catch (DateTimeException | NumberFormatException malformed) {
            return new Judged.Invalid("INVALID_DATE", value + " was not a valid date.");
        }
    }

    private static Judged judgeTime(String value) {
        try {
            Instant instant = value.matches("-?[0-9]{5,}")
                    ? Instant.ofEpochMilli(Long.parseLong(value))
                    : value.length() == 10
                            ? LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(value, Instant::from);
            return new Judged.Valid(time(instant));
        } catch (DateTimeException | NumberFormatException malformed) {
            return new Judged.Invalid("INVALID_LONG", value + " was not a valid long.");
        }
    }

    /** A definition in the API's form. */
    static CrmProperty of(
            String name, String label, String type, String fieldType, String group, boolean unique, boolean standard) {
        ObjectNode json = Json.object()
                .put("name", name)
                .put("label", label)
                .put("type", type)
                .put("fieldType", fieldType)
                .put("description", "")
                .put("groupName", group);
        json.set("options", Json.array());
        json.put("displayOrder", -1)
                .put("calculated", false)
                .put("externalOptions", false)
                .put("hasUniqueValue", unique)
                .put("hidden", false)
                .put("hubspotDefined", standard)
                .put("formField", true)
                .put("archived", false);
        json.putObject("modificationMetadata")
                .put("archivable", !standard)
                .put("readOnlyDefinition", standard)
                .put("readOnlyValue", false);
        return new CrmProperty(json);
    }

    CrmProperty readOnlyValue() {
        ObjectNode copy = definition.deepCopy();
        ((ObjectNode) copy.path("modificationMetadata")).put("readOnlyValue", true);
        return new CrmProperty(copy);
    }

    CrmProperty calculated() {
        ObjectNode copy = readOnlyValue().definition();
        copy.put("calculated", true).put("formField", false);
        return new CrmProperty(copy);
    }

    CrmProperty withOptions(Iterable<? extends JsonNode> options) {
        ObjectNode copy = definition.deepCopy();
        var list = copy.putArray("options");
        int order = 0;
        for (JsonNode option : options) {
            String value =
                    option.isTextual() ? option.asText() : option.path("value").asText();
            list.addObject()
                    .put("label", option.path("label").asText(value))
                    .put("value", value)
                    .put("displayOrder", order++)
                    .put("hidden", false);
        }
        return new CrmProperty(copy);
    }
}
