package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Webhooks and errors as HubSpot has really sent them, where somebody has put samples beside the project: every one has an
 * outcome that is known here.
 */
@EnabledIf("samplesAreThere")
class HubSpotSamplesTest {

    private static final Path SAMPLES =
            Path.of(System.getProperty("interline.root", ".."), "../shared/providers/hubspot");

    private static final Map<String, String> WEBHOOKS = Map.of(
            "01-contact.propertyChange.docs.json", "Refetch contact/1246965",
            "02-contact.creation.sdk-vector.json", "Refetch contact/123");

    private static final Connection ANY = HubSpotSignatureTest.connection("secret");

    static boolean samplesAreThere() {
        return Files.isDirectory(SAMPLES);
    }

    @TestFactory
    Stream<DynamicTest> everyWebhookHasAKnownOutcome() throws IOException {
        return files("webhooks")
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> assertThat(meaning(file))
                        .isEqualTo(WEBHOOKS.get(file.getFileName().toString()))));
    }

    private static String meaning(Path file) throws IOException {
        HubSpotWebhookTranslator translator = new HubSpotWebhookTranslator((endpoint, portal) -> Optional.of(endpoint));
        List<ProviderEvent> events = translator.translate(
                ANY,
                CanonicalJson.mapper().readTree(Files.readAllBytes(file)),
                new WebhookRequest("POST", "u", Map.of(), Files.readAllBytes(file)));
        return events.getFirst().meaning() instanceof ProviderEvent.Meaning.Refetch refetch
                ? "Refetch " + refetch.command().laneKey().replaceFirst(".*\\|", "")
                : events.getFirst().meaning().getClass().getSimpleName();
    }

    @TestFactory
    Stream<DynamicTest> everyRecordedRefusalHasTheKindItsStatusMeans() throws IOException {
        return files("errors-recorded")
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    JsonNode answer = CanonicalJson.mapper()
                            .readTree(Files.readAllBytes(file))
                            .path("response");
                    int status = answer.path("status").asInt();
                    Failure failure = failure(status, answer.path("body"));
                    assertThat(failure.kind()).isEqualTo(kind(status));
                    assertThat(failure.detail()).doesNotContain("@");
                }));
    }

    private static FailureKind kind(int status) {
        return switch (status) {
            case 400, 404, 405 -> FailureKind.REJECTED;
            case 401 -> FailureKind.UNAUTHORIZED;
            case 409 -> FailureKind.CONFLICT;
            default -> throw new IllegalArgumentException("a recorded status that nobody has decided about: " + status);
        };
    }

    @TestFactory
    Stream<DynamicTest> everyDocumentedErrorHasItsKind() throws IOException {
        return files("errors")
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    int status = Integer.parseInt(file.getFileName().toString().substring(0, 3));
                    FailureKind kind = failure(status, CanonicalJson.mapper().readTree(Files.readAllBytes(file)))
                            .kind();
                    assertThat(kind).isEqualTo(status == 429 ? FailureKind.THROTTLED : kind(status));
                }));
    }

    private static Failure failure(int status, JsonNode body) {
        boolean json = body.isObject();
        ProviderAnswer answer = new ProviderAnswer(status, Map.of(), json ? body : MissingNode.getInstance(), json);
        return HubSpotFailures.of(OperationDescriptor.upsert("upsert-contact"), answer)
                .orElseThrow();
    }

    private static Stream<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES.resolve(folder))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertThat(found).isNotEmpty();
            return found.stream();
        }
    }
}
