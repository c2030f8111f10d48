package dev.interline.sdk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.sdk.api.ApiContract.Called;
import dev.interline.sdk.api.ApiContract.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiContractTest {

    private static final String YAML = """
            openapi: 3.1.0
            paths:
              /api/v1/accounts:
                get:
                  operationId: listAccounts
                  parameters:
                    - {$ref: '#/components/parameters/Limit'}
                    - {name: updatedAfter, in: query, schema: {type: string, format: date-time}}
                    - {name: state, in: query, required: true, schema: {enum: [open, closed]}}
                  responses:
                    '200':
                      content:
                        application/json:
                          schema:
                            properties:
                              items: {type: array, items: {$ref: '#/components/schemas/Account'}}
              /api/v1/accounts/{id}:
                put:
                  operationId: writeAccount
                  x-command: {type: crm.upsert-account.v1, subject: '{id}', members: {accountId: '{id}'}}
                  parameters:
                    - {name: id, in: path, required: true, schema: {type: string, pattern: '^[0-9]{1,9}$'}}
                    - {name: Idempotency-Key, in: header, required: true, schema: {type: string, maxLength: 5}}
                  requestBody:
                    content:
                      application/json:
                        schema: {$ref: '#/components/schemas/Account'}
              /api/v1/orders:
                get:
                  operationId: listOrders
                  responses:
                    '200':
                      content:
                        application/json:
                          schema:
                            properties:
                              items: {type: array, items: {$ref: '#/components/schemas/Order'}}
              /api/v1/orders/{id}:
                get:
                  operationId: getOrder
                  parameters:
                    - {name: id, in: path, required: true, schema: {type: string}}
                  responses:
                    '200':
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Order'}
            components:
              parameters:
                Limit: {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
              schemas:
                Account:
                  type: object
                  additionalProperties: false
                  required: [name]
                  properties:
                    name: {type: string, maxLength: 4}
                    owner: {$ref: '#/components/schemas/Owner'}
                Order:
                  properties:
                    number: {type: string}
                    items: {type: array, items: {$ref: '#/components/schemas/Owner'}}
                Owner:
                  type: object
                  additionalProperties: false
                  properties:
                    "a/b~c": {type: integer}
            """;

    private final ApiContract contract = read(YAML);

    @Test
    void theMembersOfARecordAreItsOwnInAListAndByItselfThoughItHasItems() {
        // When
        Operation list = operation("GET", "/api/v1/orders");
        Operation one = operation("GET", "/api/v1/orders/42");

        // Then
        assertThat(list.members()).containsExactly("items", "number");
        assertThat(one.members()).containsExactly("items", "number");
    }

    @Test
    void anOperationIsFoundByMethodAndPathAndItsVariablesMustFit() {
        // When
        Called called = contract.called("PUT", "/api/v1/accounts/42");

        // Then
        assertThat(called.operation().id()).isEqualTo("writeAccount");
        assertThat(called.path()).containsExactly(Map.entry("id", "42"));
        assertThat(status(() -> contract.called("PUT", "/api/v1/accounts/x"))).isEqualTo(404);
        assertThat(status(() -> contract.called("PUT", "/api/v1/accounts/"))).isEqualTo(404);
        assertThat(status(() -> contract.called("GET", "/api/v1/accounts/42/x")))
                .isEqualTo(404);
        assertThat(status(() -> contract.called("GET", "/api/v1/accounts/42"))).isEqualTo(405);
    }

    @Test
    void theMembersOfAListAreThoseOfItsRecords() {
        assertThat(operation("GET", "/api/v1/accounts").members()).containsExactly("name", "owner");
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 5, 200",
        "limit, 0, 400",
        "limit, 5.0, 400",
        "limit, 99999999999999999999, 400",
        "updatedAfter, 2026-11-21T10:00:00Z, 200",
        "updatedAfter, yesterday, 400",
        "teapot, 1, 400"
    })
    void aParameterMustFitItsSchema(String name, String value, int status) {
        // Given
        ApiCall call = call(Map.of("state", List.of("open"), name, List.of(value)), Map.of());

        // Then
        assertThat(status(() -> contract.parameters(operation("GET", "/api/v1/accounts"), call)))
                .isEqualTo(status);
    }

    @Test
    void whatIsMissingTwiceOrUnknownIsNamedAllAtOnceAndNeverQuoted() {
        // Given
        ApiCall call = call(Map.of("limit", List.of("1", "2"), "ada@acme.example", List.of("secret-value")), Map.of());

        // When
        JsonNode problem = problem(() -> contract.parameters(operation("GET", "/api/v1/accounts"), call));

        // Then
        assertThat(problem.path("errors").findValuesAsText("parameter"))
                .containsExactlyInAnyOrder("limit", "state", "?");
        assertThat(problem.toString()).doesNotContain("ada@", "secret-value");
    }

    @Test
    void aHeaderMustFitToo() {
        // Given
        Operation operation = operation("PUT", "/api/v1/accounts/1");

        // Then
        assertThat(status(() -> contract.parameters(operation, call(Map.of(), Map.of("idempotency-key", "12345")))))
                .isEqualTo(200);
        assertThat(status(() -> contract.parameters(operation, call(Map.of(), Map.of("idempotency-key", "123456")))))
                .isEqualTo(400);
        assertThat(status(() -> contract.parameters(operation, call(Map.of(), Map.of()))))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | #/name",
                "{'name':7} | #/name",
                "{'name':'too long, and personal'} | #/name",
                "{'name':'x','teapot':1} | #/teapot",
                "{'name':'x','owner':{'a/b~c':'1'}} | #/owner/a~1b~0c",
                "{'name':'x','owner':{'a/b~c':1e400000000}} | #/owner/a~1b~0c",
                "[{'a':[1e-400000000]}] | #/0/a/0",
                "[] | #",
                "null | #"
            })
    void aBodyThatDoesNotFitIsToldItsPlaceAndNotItsValue(String body, String pointer) throws IOException {
        // Given
        JsonNode json = CanonicalJson.mapper().readTree(body.replace('\'', '"'));

        // When
        JsonNode problem = problem(() -> contract.checkBody(operation("PUT", "/api/v1/accounts/1"), json));

        // Then
        assertThat(problem.path("status").asInt()).isEqualTo(422);
        assertThat(problem.path("errors").findValuesAsText("pointer")).containsExactly(pointer);
        assertThat(problem.toString()).doesNotContain("personal");
    }

    @Test
    void aContractThatRefersToWhatItDoesNotHoldIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(YAML.replace("parameters/Limit'", "parameters/Nothing'")))
                .withMessageContaining("parameters/Nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: crm.upsert-account.v1 | type: crm.upsert-teapot.v1 | no message type",
                "accountId: '{id}' | teapot: '{id}' | has no [teapot]",
                "accountId: '{id}' | accountId: '{teapot}' | [teapot]",
                "subject: '{id}', | '' | no subject",
                "subject: | subjects: | [subjects]"
            },
            quoteCharacter = '`')
    void aCommandThatIsDeclaredWrongIsRefusedAtStart(String right, String wrong, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(YAML.replace(right, wrong.equals("''") ? "" : wrong)))
                .withMessageContaining("writeAccount")
                .withMessageContaining(why);
    }

    private Operation operation(String method, String path) {
        return contract.called(method, path).operation();
    }

    private static ApiCall call(Map<String, List<String>> query, Map<String, String> headers) {
        return new ApiCall("GET", "/api/v1/accounts", query, headers, new byte[0]);
    }

    private static int status(Runnable asking) {
        try {
            asking.run();
            return 200;
        } catch (ApiRefusal refused) {
            return refused.answer().status();
        }
    }

    private static JsonNode problem(Runnable asking) {
        ApiAnswer[] answer = new ApiAnswer[1];
        assertThatExceptionOfType(ApiRefusal.class)
                .isThrownBy(asking::run)
                .satisfies(refused -> answer[0] = refused.answer());
        try {
            return CanonicalJson.mapper().readTree(new String(answer[0].body(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static ApiContract read(String yaml) {
        try {
            return ApiContract.of(yaml);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
