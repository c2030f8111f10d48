package dev.interline.canonical.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.interline.canonical.CanonicalPayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The JSON form of payloads: bounded when read, times as ISO 8601, unknown fields of newer versions ignored. */
public final class CanonicalJson {

    private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);

    private static final ObjectMapper MAPPER = new JsonMapper.Builder(new BoundedMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(1_000_000)
                            .maxNumberLength(100)
                            .build())
                    .build()))
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    /**
     * Jackson tells of a number whose exponent is beyond {@link java.math.BigDecimal} by an unchecked exception that quotes
     * it; here it is JSON that cannot be read, as any other.
     */
    private static final class BoundedMapper extends JsonMapper {

        private static final long serialVersionUID = 1L;

        BoundedMapper(JsonFactory factory) {
            super(factory);
        }

        @Override
        public JsonNode readTree(byte[] json) throws IOException {
            try {
                return super.readTree(json);
            } catch (NumberFormatException beyondAllBounds) {
                throw unreadable();
            }
        }

        @Override
        public JsonNode readTree(String json) throws JsonProcessingException {
            try {
                return super.readTree(json);
            } catch (NumberFormatException beyondAllBounds) {
                throw unreadable();
            }
        }

        private static JsonParseException unreadable() {
            return new JsonParseException(null, "A number is beyond all bounds");
        }
    }

    private CanonicalJson() {}

    /** The mapper itself, for reading providers' JSON under the same bounds. Do not reconfigure it. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** The payload as UTF-8 JSON. */
    public static byte[] write(CanonicalPayload payload) {
        try {
            return MAPPER.writeValueAsBytes(payload);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(payload.getClass().getSimpleName() + " cannot be written as JSON", broken);
        }
    }

    /**
     * The payload of a message of that type.
     *
     * @throws InvalidMessage if the JSON is not one of that type, or the type is not known to this version
     */
    public static CanonicalPayload read(String type, byte[] json) {
        MessageType known = MessageType.named(type)
                .orElseThrow(() -> new InvalidMessage("The message type '" + type
                        + "' is not known to this version; deploy the version that knows it, then retry"));
        try {
            return MAPPER.readValue(json, known.payload());
        } catch (IOException | IllegalArgumentException broken) {
            throw new InvalidMessage("The body is not a valid " + type + ": " + reason(broken), broken);
        }
    }

    /**
     * What is wrong, without the content: exceptions of the parser quote what they read, those of our own rules name the rule
     * and quote between single quotes.
     */
    private static String reason(Exception broken) {
        if (broken instanceof ValueInstantiationException
                && broken.getCause() instanceof IllegalArgumentException rule
                && rule.getMessage() != null) {
            return QUOTED.matcher(rule.getMessage()).replaceAll("'…'");
        }
        if (broken instanceof JsonProcessingException json && json.getLocation() != null) {
            return json.getClass().getSimpleName() + " at line "
                    + json.getLocation().getLineNr() + ", column "
                    + json.getLocation().getColumnNr();
        }
        return broken.getClass().getSimpleName();
    }

    /** JSON bytes as text, for stores that keep it as {@code jsonb}. */
    public static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
