package dev.interline.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.Verification;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.ingress.WebhookSignature;
import dev.interline.sdk.ingress.WebhookTranslator;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.OperationDescriptor.Idempotency;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderLimit;
import dev.interline.sdk.provider.ProviderRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The conformance suite of a connector: signature, translation and failure map, without a container. */
public abstract class ConnectorContractTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00.123Z");
    private static final String NEWEST = "newest-secret-of-this-connection";
    private static final String OLDER = "older-secret-of-this-connection";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The connector's signature check. */
    protected abstract WebhookSignature signature();

    /** The connector's translator; knows the account of {@link #connection}. */
    protected abstract WebhookTranslator translator();

    /** The connector's gateway. */
    protected abstract ProviderGateway gateway();

    /** A connection with those live secrets, newest first. */
    protected abstract Connection connection(String... secrets);

    /** The headers, by lower-case name, with which the provider signs that body at that time. */
    protected abstract Map<String, String> signed(Connection connection, String secret, byte[] body, Instant at);

    /** A request body with one event that means something; events of other distinctions are other events. */
    protected abstract String event(int distinction);

    /** The same event as {@link #event}, of a type nobody knows. */
    protected abstract String unknownEvent();

    /** What the connector deals with; what it does not declare it must refuse cleanly. */
    protected abstract Set<Capability> capabilities();

    /**
     * A request body with what makes the provider's events need the capability; empty if the provider never sends such a
     * thing.
     */
    protected abstract Optional<String> eventOf(Capability capability);

    /** A 2xx of the provider in which something failed; empty if it never answers so. */
    protected Optional<ProviderAnswer> partialFailure() {
        return Optional.empty();
    }

    /** The provider's refusals by the limit they are about, for those that tell. */
    protected Map<String, ProviderAnswer> throttlings() {
        return Map.of();
    }

    @Test
    void aSignedRequestIsAccepted() {
        assertThat(verify(NEWEST, NOW, event(1), event(1), NEWEST)).isEqualTo(new Verification.Accepted(0));
    }

    @Test
    void duringARotationTheOlderSecretIsAcceptedAndNamed() {
        assertThat(verify(OLDER, NOW, event(1), event(1), NEWEST, OLDER)).isEqualTo(new Verification.Accepted(1));
    }

    @Test
    void oneChangedBitIsRefused() {
        // Given
        byte[] body = event(1).getBytes(StandardCharsets.UTF_8);
        Connection connection = connection(NEWEST);
        Map<String, String> headers = signed(connection, NEWEST, body, NOW);

        // When
        for (int i = 0; i < body.length; i += Math.max(1, body.length / 40)) {
            byte[] changed = body.clone();
            changed[i] ^= 1;

            // Then
            assertThat(signature().verify(request(connection, headers, changed), connection, NOW))
                    .isInstanceOf(Verification.Rejected.class);
        }
    }

    @Test
    void anotherSecretAndNoSignatureAreRefused() {
        assertThat(verify("somebody-elses-secret", NOW, event(1), event(1), NEWEST))
                .isInstanceOf(Verification.Rejected.class);
        Connection connection = connection(NEWEST);
        assertThat(signature().verify(request(connection, Map.of(), new byte[0]), connection, NOW))
                .isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void eachHeaderIsNeededAndGarbageInItIsRefusedNotBrokenOn() {
        // Given
        Connection connection = connection(NEWEST);
        byte[] body = event(1).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = signed(connection, NEWEST, body, NOW);

        for (String name : headers.keySet()) {
            for (String garbage : List.of("", " ", "=", ",,,", "\u0000", "9".repeat(5000), "t=v1=,v1=t", "ÿ")) {
                Map<String, String> broken = new HashMap<>(headers);
                broken.put(name, garbage);

                // Then
                assertThat(signature().verify(request(connection, broken, body), connection, NOW))
                        .as("%s: %s", name, garbage.length() > 20 ? "long" : garbage)
                        .isInstanceOf(Verification.Rejected.class);
            }
        }
    }

    @Test
    void aRequestTooOldOrTooFarAheadIsRefused() {
        assertThat(verify(NEWEST, NOW.minusSeconds(290), event(1), event(1), NEWEST))
                .isInstanceOf(Verification.Accepted.class);
        assertThat(verify(NEWEST, NOW.minusSeconds(310), event(1), event(1), NEWEST))
                .isInstanceOf(Verification.Rejected.class);
        assertThat(verify(NEWEST, NOW.plusSeconds(310), event(1), event(1), NEWEST))
                .isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void theToleranceEndsExactlyAfterFiveMinutesOnBothSides() {
        // Given
        Instant now = NOW.truncatedTo(ChronoUnit.SECONDS);

        // Then
        for (long offset : List.of(-300L, 0L, 300L)) {
            assertThat(verifyAt(now.plusSeconds(offset), now))
                    .as("%d s", offset)
                    .isInstanceOf(Verification.Accepted.class);
        }
        for (long offset : List.of(-301L, 301L)) {
            assertThat(verifyAt(now.plusSeconds(offset), now))
                    .as("%d s", offset)
                    .isEqualTo(new Verification.Rejected(Verification.Reason.TIMESTAMP_OUTSIDE_TOLERANCE));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-62_135_596_801L, -1, 0, 253_402_300_800L, 999_999_999_999L, 9_000_000_000_000_000L})
    void aTimeBeyondAllClocksIsRefusedNotBrokenOn(long epochSecond) {
        assertThat(verifyAt(Instant.ofEpochSecond(epochSecond), NOW)).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void aSecretThatWasTakenAwayNoLongerSigns() {
        assertThat(verify(OLDER, NOW, event(1), event(1), NEWEST)).isInstanceOf(Verification.Rejected.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Capability.class,
            names = {"BATCHED_EVENTS", "THIN_EVENTS", "MERGE", "DELETION", "PRIVACY_DELETION"})
    void anEventOfADeclaredCapabilityMeansSomethingAndOneOfAnotherIsRefusedWithAReason(Capability capability) {
        // Given
        boolean declared = capabilities().contains(capability);
        Optional<String> body = eventOf(capability);
        assertThat(body.isPresent() || !declared)
                .as("what declares %s shows an event of it", capability)
                .isTrue();

        // When
        List<ProviderEvent> events = body.map(this::translate).orElse(List.of());

        // Then
        assertThat(events).hasSizeGreaterThanOrEqualTo(body.isEmpty() ? 0 : 1).allSatisfy(event -> {
            switch (event.meaning()) {
                case Meaning.Translated told ->
                    assertThat(declared && capability != Capability.THIN_EVENTS).isTrue();
                case Meaning.Refetch read -> assertThat(declared).isTrue();
                case Meaning.Ignored ignored -> {
                    assertThat(declared).isFalse();
                    assertThat(ignored.reason()).isNotBlank();
                }
                case Meaning.Unmappable broken -> {
                    assertThat(declared).isFalse();
                    assertThat(broken.reason()).isNotBlank();
                }
            }
        });
    }

    @Test
    void anEventOfADeletionEndsTheRecordAndComesAfterItsChanges() {
        for (Capability capability : List.of(Capability.DELETION, Capability.PRIVACY_DELETION)) {
            if (capabilities().contains(capability)) {
                // When
                ProviderEvent event =
                        translate(eventOf(capability).orElseThrow()).getFirst();

                // Then: it cannot be read again, so the event itself tells it
                assertThat(event.meaning()).isInstanceOf(Meaning.Translated.class);
            }
        }
    }

    @Test
    void effectsAndKeysAreDeclaredIfAndOnlyIfThereAreSuchOperations() {
        // Given
        List<OperationDescriptor> operations = gateway().operations();

        // Then
        assertThat(operations.stream().anyMatch(OperationDescriptor::hasEffect))
                .isEqualTo(capabilities().contains(Capability.EFFECTS));
        assertThat(operations.stream().anyMatch(operation -> operation.idempotency() instanceof Idempotency.NativeKey))
                .isEqualTo(capabilities().contains(Capability.NATIVE_IDEMPOTENCY));
    }

    @Test
    void aSuccessThatHoldsFailuresIsAFailureWhereTheProviderAnswersSo() {
        // Given
        boolean declared = capabilities().contains(Capability.PARTIAL_FAILURE);
        Optional<ProviderAnswer> answer = partialFailure();

        // Then
        assertThat(answer.isPresent()).isEqualTo(declared);
        answer.ifPresent(partly -> {
            assertThat(partly.isSuccess()).isTrue();
            assertThat(gateway().operations())
                    .filteredOn(OperationDescriptor::hasEffect)
                    .allSatisfy(operation -> assertThat(gateway().failure(operation, partly))
                            .get()
                            .satisfies(failure -> {
                                assertThat(failure.kind().isRetryable()).isFalse();
                                assertThat(failure.code()).startsWith(gateway().codePrefix() + "-");
                            }));
        });
    }

    @Test
    void eachClassOfThrottlingRestsItsOwnLimit() {
        // Given
        boolean declared = capabilities().contains(Capability.THROTTLING_CLASSES);
        Map<String, ProviderAnswer> refusals = throttlings();
        OperationDescriptor operation = gateway().operations().getFirst();

        // Then
        assertThat(refusals.size() > 1).isEqualTo(declared);
        assertThat(gateway().limits(connection(NEWEST)))
                .extracting(ProviderLimit::name)
                .containsAll(refusals.keySet());
        refusals.forEach((limit, answer) -> {
            assertThat(gateway().exhausted(operation, answer)).contains(limit);
            assertThat(gateway().failure(operation, answer))
                    .get()
                    .extracting(Failure::kind)
                    .isEqualTo(FailureKind.THROTTLED);
        });
    }

    @Test
    void theSameEventHasTheSameKeyAndMeaningAndAnotherEventAnotherKey() {
        // When
        ProviderEvent first = translate(event(1)).getFirst();
        ProviderEvent again = translate(event(1)).getFirst();
        ProviderEvent other = translate(event(2)).getFirst();

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(other.dedupeKey()).isNotEqualTo(first.dedupeKey());
        assertThat(first.meaning()).isInstanceOfAny(Meaning.Translated.class, Meaning.Refetch.class);
    }

    @Test
    void whatIsNoEventIsKeptOnceEachNotAllOfItAsOne() {
        // When
        ProviderEvent one = translate("{\"hello\":1}").getFirst();
        ProviderEvent other = translate("{\"hello\":2}").getFirst();

        // Then
        assertThat(one.dedupeKey()).isNotEqualTo(other.dedupeKey());
        assertThat(translate("{\"hello\":1}").getFirst()).isEqualTo(one);
    }

    @Test
    void anEventOfAnUnknownTypeIsKept() {
        assertThat(translate(unknownEvent())).isNotEmpty().allSatisfy(event -> assertThat(event.meaning())
                .isInstanceOfAny(Meaning.Ignored.class, Meaning.Unmappable.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "7", "true", "\"text\"", "{}", "[]", "[[]]", "[null]", "[7,\"x\",{}]", "{\"type\":{}}"})
    void whatIsNoEventNeverBreaksTheTranslator(String body) {
        assertThat(translate(body)).allSatisfy(event -> assertThat(event.meaning())
                .isInstanceOfAny(Meaning.Ignored.class, Meaning.Unmappable.class));
    }

    @Test
    void absurdValuesInAnyFieldNeverBreakTheTranslator() throws JsonProcessingException {
        // Given
        List<JsonNode> absurd = List.of(
                JSON.nullNode(),
                JSON.textNode(""),
                JSON.textNode("\u0000\uD800"),
                JSON.textNode("x".repeat(100_000)),
                JSON.numberNode(-1),
                JSON.numberNode(1e300),
                CanonicalJson.mapper().readTree("99999999999999999999999999"),
                JSON.booleanNode(true),
                JSON.arrayNode(),
                JSON.objectNode());
        JsonNode good = CanonicalJson.mapper().readTree(event(1));

        // When
        List<String> pointers = pointers(good, "").toList();
        assertThat(pointers).hasSizeGreaterThan(4);
        for (String pointer : pointers) {
            for (JsonNode value : absurd) {
                JsonNode broken = replaced(good.deepCopy(), pointer, value);

                // Then
                assertThat(translator()
                                .translate(
                                        connection(NEWEST), broken, request(connection(NEWEST), Map.of(), new byte[0])))
                        .as("%s = %s", pointer, value.getNodeType())
                        .isNotNull();
            }
        }
    }

    @Test
    void everyOperationIsNamedOnceAndItsLookUpExists() {
        // Given
        List<OperationDescriptor> operations = gateway().operations();
        Set<String> names = operations.stream().map(OperationDescriptor::name).collect(Collectors.toSet());

        // Then
        assertThat(names).hasSameSizeAs(operations);
        assertThat(operations).allSatisfy(operation -> Optional.ofNullable(operation.lookup())
                .ifPresent(lookup -> assertThat(operations).anySatisfy(other -> {
                    assertThat(other.name()).isEqualTo(lookup);
                    assertThat(other.idempotency()).isInstanceOf(Idempotency.Read.class);
                })));
    }

    @Test
    void everyAnswerIsASuccessOrAFailureWithACodeOfThisConnector() throws JsonProcessingException {
        // Given
        List<JsonNode> bodies = List.of(
                MissingNode.getInstance(),
                JSON.nullNode(),
                JSON.arrayNode().add(1),
                JSON.textNode("no"),
                CanonicalJson.mapper().readTree("{\"error\":\"word\"}"),
                CanonicalJson.mapper().readTree("{\"error\":{\"title\":\"t\",\"message\":\"m\",\"code\":7}}"),
                CanonicalJson.mapper().readTree("{\"errors\":[null,7,{\"category\":{}}],\"details\":[]}"));
        List<Integer> statuses = IntStream.of(
                        300, 302, 400, 401, 402, 403, 404, 408, 409, 410, 413, 414, 422, 429, 477, 500, 501, 502, 503,
                        504, 521)
                .boxed()
                .toList();

        for (OperationDescriptor operation : gateway().operations()) {
            for (int status : statuses) {
                for (JsonNode body : bodies) {
                    // When
                    Optional<Failure> failure = gateway()
                            .failure(operation, new ProviderAnswer(status, Map.of(), body, !body.isMissingNode()));

                    // Then
                    assertThat(failure)
                            .as("%s %d %s", operation.name(), status, body)
                            .isPresent();
                    assertThat(failure.get().code()).startsWith(gateway().codePrefix() + "-");
                }
            }
        }
    }

    @Test
    void refusedCredentialsPauseThrottlingRestsAndAServerErrorOfAWriteIsInDoubt() {
        for (OperationDescriptor operation : gateway().operations()) {
            assertThat(kind(operation, 401)).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(kind(operation, 429)).isEqualTo(FailureKind.THROTTLED);
            assertThat(kind(operation, 502))
                    .isEqualTo(operation.hasEffect() ? FailureKind.AMBIGUOUS : FailureKind.UNAVAILABLE);
        }
    }

    @Test
    void everyCallIsCountedByTheFirstLimitAndEveryLimitHasItsName() {
        // Given
        List<ProviderLimit> limits = gateway().limits(connection(NEWEST));

        // Then
        assertThat(limits).extracting(ProviderLimit::name).doesNotHaveDuplicates();
        assertThat(gateway().operations()).allSatisfy(operation -> assertThat(
                        limits.getFirst().scope().of(operation, ProviderRequest.get("/any", Map.of())))
                .isPresent());
    }

    @Test
    void absurdHeadersNeverBreakTheReadingOfLimits() {
        for (String garbage : List.of("", " ", "-1", "NaN", "9".repeat(50), "total=;remaining=", "\u0000")) {
            Map<String, String> headers = new HashMap<>();
            for (String name : List.of(
                    "retry-after",
                    "ratelimit-remaining",
                    "ratelimit-limit",
                    "ratelimit-reset",
                    "x-rate-limit-remaining")) {
                headers.put(name, garbage);
            }
            ProviderAnswer answer = new ProviderAnswer(429, headers, JSON.textNode(garbage), true);

            // Then
            assertThat(gateway().observations(answer)).isEmpty();
            for (OperationDescriptor operation : gateway().operations()) {
                List<String> known = gateway().limits(connection(NEWEST)).stream()
                        .map(ProviderLimit::name)
                        .toList();
                assertThat(known)
                        .containsAll(
                                gateway().exhausted(operation, answer).stream().toList());
            }
        }
    }

    @Test
    void credentialsStayOutOfWhatIsPrinted() {
        // Given
        Connection connection = connection(NEWEST);

        // Then
        assertThat(connection.toString()).doesNotContain(NEWEST, connection.apiToken());
        assertThat(gateway().headers(connection)).isNotEmpty();
    }

    private FailureKind kind(OperationDescriptor operation, int status) {
        return gateway()
                .failure(operation, new ProviderAnswer(status, Map.of(), JSON.objectNode(), true))
                .orElseThrow()
                .kind();
    }

    private Verification verifyAt(Instant signedAt, Instant now) {
        Connection connection = connection(NEWEST);
        byte[] body = event(1).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = signed(connection, NEWEST, body, signedAt);
        return signature().verify(request(connection, headers, body), connection, now);
    }

    private Verification verify(String secret, Instant signedAt, String signed, String sent, String... live) {
        Connection connection = connection(live);
        Map<String, String> headers = signed(connection, secret, signed.getBytes(StandardCharsets.UTF_8), signedAt);
        return signature().verify(request(connection, headers, sent.getBytes(StandardCharsets.UTF_8)), connection, NOW);
    }

    private List<ProviderEvent> translate(String body) {
        try {
            return translator()
                    .translate(
                            connection(NEWEST),
                            CanonicalJson.mapper().readTree(body),
                            request(connection(NEWEST), Map.of(), body.getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(notJson);
        }
    }

    private static WebhookRequest request(Connection connection, Map<String, String> headers, byte[] body) {
        return new WebhookRequest("POST", connection.webhookUrl(), headers, body);
    }

    private static Stream<String> pointers(JsonNode node, String at) {
        Stream<String> below = node.isArray()
                ? IntStream.range(0, node.size()).boxed().flatMap(i -> pointers(node.path(i), at + "/" + i))
                : node.properties().stream().flatMap(entry -> pointers(entry.getValue(), at + "/" + entry.getKey()));
        return at.isEmpty() ? below : Stream.concat(Stream.of(at), below);
    }

    private static JsonNode replaced(JsonNode root, String pointer, JsonNode value) {
        int cut = pointer.lastIndexOf('/');
        JsonNode parent = root.at(pointer.substring(0, cut));
        String name = pointer.substring(cut + 1);
        if (parent instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
            object.set(name, value);
        } else if (parent instanceof com.fasterxml.jackson.databind.node.ArrayNode array) {
            array.set(Integer.parseInt(name), value);
        }
        return root;
    }
}
