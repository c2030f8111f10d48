package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZendeskFailuresTest {

    private static final String NAME_TAKEN = """
            {"error":"RecordInvalid","description":"Record validation errors","details":{"name":[
             {"description":"Name: Acme has already been taken","error":"DuplicateValue"}]}}""";
    private static final String CLOSED = """
            {"error":"RecordInvalid","description":"Record validation errors","details":{"status":[
             {"description":"Status: closed prevents ticket update"}]}}""";
    private static final String KEY_TAKEN = """
            {"error":"RecordInvalid","details":{"key":[
             {"description":"Key: plan has already been taken","error":"DuplicateValue"}]}}""";
    private static final String EXTERNAL_ID_TAKEN = """
            {"error":"RecordInvalid","details":{"external_id":[
             {"description":"External id: acct_1 has already been taken","error":"DuplicateValue"}]}}""";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "200, create-ticket, -, -",
                "201, create-ticket, -, -",
                "204, solve-ticket, -, -",
                "301, read-ticket, REJECTED, SUPPORT-2301",
                "400, create-ticket, REJECTED, SUPPORT-2400",
                "401, create-ticket, UNAUTHORIZED, SUPPORT-2401",
                "403, find-ticket, UNAUTHORIZED, SUPPORT-2403",
                "404, read-ticket, REJECTED, SUPPORT-2404",
                "408, find-ticket, UNAVAILABLE, SUPPORT-2408",
                "408, create-ticket, AMBIGUOUS, SUPPORT-2408",
                "409, solve-ticket, CONFLICT, SUPPORT-2409",
                "422, create-ticket, REJECTED, SUPPORT-2422",
                "429, upsert-organization, THROTTLED, SUPPORT-2429",
                "500, create-ticket, AMBIGUOUS, SUPPORT-2500",
                "500, read-ticket, UNAVAILABLE, SUPPORT-2500",
                "503, upsert-organization, AMBIGUOUS, SUPPORT-2503",
                "503, find-organization, UNAVAILABLE, SUPPORT-2503",
                "520, solve-ticket, AMBIGUOUS, SUPPORT-2520"
            })
    void mapsAStatusThatIsNotExplained(int status, String operation, FailureKind kind, String code) {
        // Given
        ProviderAnswer answer = new ProviderAnswer(status, Map.of(), Answers.json("{}"), true);
        // When
        Optional<Failure> failure = ZendeskFailures.of(operation(operation), answer);
        // Then
        assertThat(failure.map(Failure::kind)).isEqualTo(Optional.ofNullable(kind));
        assertThat(failure.map(Failure::code)).isEqualTo(Optional.ofNullable(code));
    }

    @ParameterizedTest
    @CsvSource({
        "400, create-ticket, AMBIGUOUS, SUPPORT-2003",
        "422, upsert-organization, AMBIGUOUS, SUPPORT-2003",
        "404, read-ticket, UNAVAILABLE, SUPPORT-2003",
        "401, read-ticket, UNAUTHORIZED, SUPPORT-2401",
        "413, create-ticket, REJECTED, SUPPORT-2413",
        "502, create-ticket, AMBIGUOUS, SUPPORT-2502"
    })
    void takesARefusalThatIsNotZendesksOwnForNone(int status, String operation, FailureKind kind, String code) {
        // Given
        ProviderAnswer answer = new ProviderAnswer(status, Map.of(), MissingNode.getInstance(), false);
        // When
        Optional<Failure> failure = ZendeskFailures.of(operation(operation), answer);
        // Then
        assertThat(failure.map(Failure::kind)).contains(kind);
        assertThat(failure.map(Failure::code)).contains(code);
    }

    @Test
    void knowsATakenName() {
        assertThat(failure("upsert-organization", 422, NAME_TAKEN))
                .isEqualTo(Failure.of(FailureKind.REJECTED, "SUPPORT-2005", "another organization has this name"));
    }

    @Test
    void knowsAnOrganizationThatWasMadeMeanwhile() {
        assertThat(failure("upsert-organization", 422, EXTERNAL_ID_TAKEN).kind())
                .isEqualTo(FailureKind.CONFLICT);
    }

    @Test
    void knowsAFieldThatIsThereAlready() {
        assertThat(failure("create-organization-field", 422, KEY_TAKEN).code()).isEqualTo("SUPPORT-2008");
    }

    @Test
    void knowsAClosedTicket() {
        assertThat(failure("solve-ticket", 422, CLOSED).code()).isEqualTo("SUPPORT-2006");
    }

    @Test
    void knowsThatTheSameKeyWasUsedForSomethingElse() {
        // Given
        String body = "{\"error\":\"IdempotentRequestError\",\"description\":\"parameters do not match\"}";
        // When
        Failure failure = failure("create-ticket", 400, body);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DEFECT);
        assertThat(failure.code()).isEqualTo("SUPPORT-2400");
    }

    @Test
    void tellsARecordThatIsNotThereFromAnAddressThatIsNobodys() {
        // Given
        String record = "{\"error\":\"RecordNotFound\",\"description\":\"Not found\"}";
        String plan = "{\"error\":\"InvalidEndpoint\",\"description\":\"Not found\"}";
        String subdomain = "{\"error\":{\"title\":\"No help desk at acme.zendesk.com\",\"message\":\"claim it\"}}";
        // When
        List<String> codes = Stream.of(record, plan, subdomain)
                .map(body -> failure("read-ticket", 404, body).code())
                .toList();
        // Then
        assertThat(codes).containsExactly("SUPPORT-2007", "SUPPORT-2404", "SUPPORT-2404");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"7, 7", "-, 30", "soon, 30", "0, 0", "999999999, 86400"})
    void waitsAsLongAsZendeskAsks(String retryAfter, long seconds) {
        // Given
        Map<String, String> headers = retryAfter == null ? Map.of() : Map.of("retry-after", retryAfter);
        ProviderAnswer answer = new ProviderAnswer(429, headers, MissingNode.getInstance(), false);
        // When
        Optional<Failure> failure = ZendeskFailures.of(operation("find-ticket"), answer);
        // Then
        assertThat(failure.map(Failure::retryAfter)).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void namesTheRefusedFieldsButNeverTheirValues() {
        // Given
        String body = """
                {"error":"RecordInvalid","description":"secret","details":{
                  "plan":[{"description":"Plan: secret is invalid","error":"InvalidValue"}],
                  "Kunde: secret":[{"description":"secret"}]}}""";
        // When
        Failure failure = failure("upsert-organization", 422, body);
        // Then
        assertThat(failure.detail())
                .isEqualTo("upsert-organization was answered 422 (RecordInvalid: plan InvalidValue, a field)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "42",
                "\"<html>\"",
                "{\"error\":null}",
                "{\"error\":[1]}",
                "{\"details\":\"closed\"}",
                "{\"error\":{\"title\":{}}}",
                "{\"details\":{\"name\":{\"a\":1}}}",
                "{\"details\":{\"status\":[null,[1]]}}"
            })
    void staysWithTheStatusWhereTheBodyIsAbsurd(String body) {
        assertThat(failure("upsert-organization", 422, body).code()).isEqualTo("SUPPORT-2422");
    }

    @Test
    void mapsEveryRecordedError() throws IOException {
        // Given
        Path folder = SharedProviders.folder().resolve("zendesk/errors");
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.sorted().toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            int status = Integer.parseInt(file.getFileName().toString().substring(0, 3));
            // When
            Failure failure = failure("read-ticket", status, Files.readString(file));
            // Then
            FailureKind kind =
                    switch (status) {
                        case 401 -> FailureKind.UNAUTHORIZED;
                        case 429 -> FailureKind.THROTTLED;
                        default -> FailureKind.REJECTED;
                    };
            assertThat(failure.kind()).as(file.getFileName().toString()).isEqualTo(kind);
        }
    }

    private static Failure failure(String operation, int status, String body) {
        JsonNode json = WebhookSamples.json(body.getBytes(StandardCharsets.UTF_8));
        return ZendeskFailures.of(operation(operation), new ProviderAnswer(status, Map.of(), json, true))
                .orElseThrow();
    }

    private static OperationDescriptor operation(String name) {
        return new ZendeskGateway()
                .operations().stream()
                        .filter(operation -> operation.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }
}
