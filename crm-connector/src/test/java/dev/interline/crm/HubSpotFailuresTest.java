package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.crm.CrmCommand.UpsertAccount;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.runtime.route.Delivery;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSpotFailuresTest {

    private static final OperationDescriptor UPSERT = OperationDescriptor.upsert("upsert-company");
    private static final OperationDescriptor READ = OperationDescriptor.read("read-company");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"category\":\"VALIDATION_ERROR\"} | REJECTED | CRM-2400",
                "400 | {\"message\":\"x\",\"errors\":[{\"code\":\"PROPERTY_DOESNT_EXIST\"}]} | REJECTED | CRM-2010",
                "401 | {\"category\":\"INVALID_AUTHENTICATION\"} | UNAUTHORIZED | CRM-2401",
                "403 | '' | UNAUTHORIZED | CRM-2403",
                "404 | '' | REJECTED | CRM-2404",
                "409 | {\"category\":\"CONFLICT\"} | CONFLICT | CRM-2409",
                "429 | {\"policyName\":\"SECONDLY\"} | THROTTLED | CRM-2429",
                "500 | <html>Tomcat</html> | AMBIGUOUS | CRM-2500",
                "502 | '' | AMBIGUOUS | CRM-2502"
            })
    void everyAnswerHasItsKindAndCode(int status, String body, FailureKind kind, String code) {
        // When
        Failure failure = HubSpotFailures.of(UPSERT, answer(status, body)).orElseThrow();

        // Then
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
    }

    @Test
    void aReadThatFailedOnTheServerCanSimplyBeRepeated() {
        assertThat(HubSpotFailures.of(READ, answer(503, "")).map(Failure::kind)).contains(FailureKind.UNAVAILABLE);
    }

    @Test
    void eachLimitRestsAsLongAsItLasts() {
        assertThat(retryAfter("TEN_SECONDLY_ROLLING")).contains(Duration.ofSeconds(10));
        assertThat(retryAfter("SECONDLY")).contains(Duration.ofSeconds(1));
        assertThat(retryAfter("DAILY")).contains(Duration.ofHours(1));
        assertThat(retryAfter("SOMETHING_NEW")).contains(Duration.ofSeconds(5));
    }

    @Test
    void aSuccessThatHoldsErrorsIsNoSuccess() {
        assertThat(HubSpotFailures.of(
                        UPSERT,
                        answer(
                                207,
                                "{\"results\":[],\"numErrors\":1,\"errors\":[{\"category\":\"VALIDATION_ERROR\"}]}")))
                .isPresent();
        assertThat(HubSpotFailures.of(UPSERT, answer(200, "{\"results\":[{\"id\":\"1\"}]}")))
                .isEmpty();
    }

    @Test
    void theRecordAnAddressBelongsToIsReadFromTheTextOfTheRefusalWhereverItStands() {
        assertThat(HubSpotFailures.existingId(answer(
                        409, "{\"category\":\"CONFLICT\",\"message\":\"Contact already exists. Existing ID: 3401\"}")))
                .contains("3401");
        assertThat(
                        HubSpotFailures.existingId(
                                answer(
                                        207,
                                        "{\"numErrors\":1,\"errors\":[{\"message\":\"Contact already exists. Existing ID: 713492963559\"}]}")))
                .contains("713492963559");
        assertThat(HubSpotFailures.existingId(answer(409, "{\"category\":\"CONFLICT\"}")))
                .isEmpty();
        assertThat(HubSpotFailures.existingId(answer(409, "<html>"))).isEmpty();
    }

    @Test
    void noTextOfTheAnswerReachesTheDetail() {
        assertThat(HubSpotFailures.of(
                                UPSERT,
                                answer(
                                        400,
                                        "{\"category\":\"VALIDATION_ERROR\",\"message\":\"jane@doe.example is bad\"}"))
                        .orElseThrow()
                        .detail())
                .doesNotContain("jane");
    }

    @Test
    void anUpsertNamesOurOwnKeyAndWritesOnlyWhatItIsTold() throws JsonProcessingException {
        // Given
        UpsertAccount command = new UpsertAccount(
                new AccountId("acc_1"),
                Map.of(AccountField.NAME, "Acme", AccountField.BILLING_STATUS, "active", AccountField.PLAN, ""));

        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(Delivery.TENANT, "acme");

        // When
        ProviderRequest request = new HubSpotCompanies().upsertRequest(exchange, command);

        // Then
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/crm/v3/objects/companies/batch/upsert");
        assertThat(json(new String(Objects.requireNonNull(request.body()), StandardCharsets.UTF_8)))
                .isEqualTo(json("""
                        {"inputs":[{"idProperty":"interline_account_id","id":"acc_1","properties":{
                          "interline_account_id":"acc_1","name":"Acme","interline_billing_status":"active",
                          "interline_plan":""}}]}"""));
    }

    private Optional<Duration> retryAfter(String policy) {
        return HubSpotFailures.of(UPSERT, answer(429, "{\"policyName\":\"" + policy + "\"}"))
                .map(failure -> Objects.requireNonNull(failure.retryAfter()));
    }

    private static ProviderAnswer answer(int status, String body) {
        try {
            return new ProviderAnswer(status, Map.of(), body.isEmpty() ? MissingNode.getInstance() : json(body), true);
        } catch (JsonProcessingException html) {
            return new ProviderAnswer(status, Map.of(), MissingNode.getInstance(), false);
        }
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return CanonicalJson.mapper().readTree(text);
    }
}
