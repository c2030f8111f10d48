package dev.interline.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.OperationDescriptor.Idempotency;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderLimit;
import dev.interline.sdk.provider.ProviderRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the provider answers: every kind of failure, partial ones, classes of throttling, and the operations themselves. */
public interface FailureContract extends ConnectorUnderContract {

    @Test
    default void effectsAndKeysAreDeclaredIfAndOnlyIfThereAreSuchOperations() {
        // Given
        List<OperationDescriptor> operations = gateway().operations();

        // Then
        assertThat(operations.stream().anyMatch(OperationDescriptor::hasEffect))
                .isEqualTo(capabilities().contains(Capability.EFFECTS));
        assertThat(operations.stream().anyMatch(operation -> operation.idempotency() instanceof Idempotency.NativeKey))
                .isEqualTo(capabilities().contains(Capability.NATIVE_IDEMPOTENCY));
    }

    @Test
    default void aSuccessThatHoldsFailuresIsAFailureWhereTheProviderAnswersSo() {
        // Given
        boolean declared = capabilities().contains(Capability.PARTIAL_FAILURE);
        Optional<ProviderAnswer> answer = partialFailure();

        // Then
        assertThat(answer.isPresent()).isEqualTo(declared);
        answer.ifPresent(partly -> {
            assertThat(partly.isSuccess()).isTrue();
            assertThat(gateway().operations())
                    .filteredOn(this::mayFailInPart)
                    .isNotEmpty()
                    .allSatisfy(operation -> assertThat(failure(operation, partly))
                            .get()
                            .satisfies(failure -> {
                                assertThat(failure.kind().isRetryable()).isFalse();
                                assertThat(failure.code()).startsWith(gateway().codePrefix() + "-");
                            }));
        });
    }

    @Test
    default void eachClassOfThrottlingRestsItsOwnLimit() {
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
    default void everyOperationIsNamedOnceAndItsLookUpExists() {
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
    default void everyAnswerIsASuccessOrAFailureWithACodeOfThisConnector() throws JsonProcessingException {
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
    default void refusedCredentialsPauseThrottlingRestsAndAServerErrorOfAWriteIsInDoubt() {
        for (OperationDescriptor operation : gateway().operations()) {
            assertThat(kind(operation, 401)).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(kind(operation, 429)).isEqualTo(FailureKind.THROTTLED);
            assertThat(kind(operation, 502))
                    .isEqualTo(operation.hasEffect() ? FailureKind.AMBIGUOUS : FailureKind.UNAVAILABLE);
        }
    }

    @Test
    default void everyCallIsCountedByTheFirstLimitAndEveryLimitHasItsName() {
        // Given
        List<ProviderLimit> limits = gateway().limits(connection(NEWEST));

        // Then
        assertThat(limits).extracting(ProviderLimit::name).doesNotHaveDuplicates();
        assertThat(gateway().operations()).allSatisfy(operation -> assertThat(
                        limits.getFirst().scope().of(operation, ProviderRequest.get("/any", Map.of())))
                .isPresent());
    }

    @Test
    default void absurdHeadersNeverBreakTheReadingOfLimits() {
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
    default void credentialsStayOutOfWhatIsPrinted() {
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
}
