package dev.interline.durable.outbound;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.canonical.message.InvalidMessage;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Whatever lies in a topic, reading it gives a message or an {@link InvalidMessage}, nothing else. */
class EnvelopeFuzzTest {

    /** An input is lines of {@code name: value}, an empty line, and a body. */
    @FuzzTest(maxDuration = "10m")
    void envelope(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int cut = text.indexOf("\n\n");
        RecordHeaders headers = new RecordHeaders();
        for (String line : text.substring(0, Math.max(cut, 0)).split("\n", 40)) {
            String[] pair = line.split(": ", 2);
            headers.add(pair[0], pair.length == 1 ? null : pair[1].getBytes(StandardCharsets.UTF_8));
        }
        try {
            CloudEventBinding.toEnvelope(
                    headers, text.substring(cut < 0 ? 0 : cut + 2).getBytes(StandardCharsets.UTF_8));
        } catch (InvalidMessage refused) {
            // One of the two that may be.
        }
    }

    /** An input is the name of a type, a line's end, and a body; what fits its schema can be read. */
    @FuzzTest(maxDuration = "10m")
    void payload(byte[] input) {
        String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        byte[] json = parts.length == 1 ? new byte[0] : parts[1].getBytes(StandardCharsets.UTF_8);
        try {
            CanonicalJson.read(parts[0], json);
        } catch (InvalidMessage refused) {
            // One of the two that may be.
        }
        try {
            CanonicalSchemas.check(parts[0], json);
        } catch (InvalidMessage refused) {
            // One of the two that may be.
        }
    }
}
