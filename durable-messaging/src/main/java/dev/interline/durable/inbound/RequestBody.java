package dev.interline.durable.inbound;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.interline.canonical.message.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The body of a stored request, some of whose events are to be erased: of an array the elements of those events become
 * {@code null} and every other byte stays; any other body is about its event as a whole, and nothing of it stays.
 */
final class RequestBody {

    private static final byte[] NOTHING = {};
    private static final byte[] ERASED = "null".getBytes(StandardCharsets.US_ASCII);

    private RequestBody() {}

    /** @param positions of the events to erase, from 0 */
    static byte[] without(byte[] body, Set<Integer> positions) {
        try (JsonParser parser = CanonicalJson.mapper().getFactory().createParser(body)) {
            return parser.nextToken() == JsonToken.START_ARRAY ? spliced(parser, body, positions) : NOTHING;
        } catch (IOException unreadable) {
            return NOTHING;
        }
    }

    /** Whether the event at that place was erased. */
    static boolean isErased(byte[] body, int position) {
        if (body.length == 0) {
            return true;
        }
        try {
            return CanonicalJson.mapper().readTree(body).path(position).isNull();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static byte[] spliced(JsonParser parser, byte[] body, Set<Integer> positions) throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(body.length);
        int copied = 0;
        for (int position = 0; parser.nextToken() != JsonToken.END_ARRAY; position++) {
            long from = parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            long to = parser.currentLocation().getByteOffset();
            if (from < 0 || to <= from || to > body.length || parser.currentToken() == null) {
                return NOTHING;
            }
            if (positions.contains(position)) {
                rest.write(body, copied, (int) from - copied);
                rest.write(ERASED);
                copied = (int) to;
            }
        }
        rest.write(body, copied, body.length - copied);
        return rest.toByteArray();
    }
}
