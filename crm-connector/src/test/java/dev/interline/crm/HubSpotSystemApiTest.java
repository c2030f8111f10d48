package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.awaitility.Awaitility.await;

import dev.interline.testkit.api.ApiClient;
import dev.interline.testkit.api.ApiStand;
import dev.interline.testkit.api.SystemApiContractTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(
        value = ApiStand.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = ApiStand.PROVIDER, value = "hubspot"))
class HubSpotSystemApiTest extends SystemApiContractTest {

    @Override
    protected String resource() {
        return "accounts";
    }

    @Override
    protected String filter() {
        return "updatedAfter=2020-01-01T00:00:00Z";
    }

    @Override
    protected String make(ApiClient provider, String name) {
        return atProvider(
                        provider,
                        "POST",
                        "/crm/v3/objects/companies",
                        "application/json",
                        "{\"properties\":{\"name\":\"" + name + "\"}}")
                .path("id")
                .asText();
    }

    @Override
    protected Wanted command(ApiClient provider, String key) {
        return new Wanted("PUT", "/api/v1/accounts/by-key/acct_" + key, "{\"fields\":{\"name\":\"Acme\"}}");
    }

    @Override
    protected boolean commandNamesItsRecord() {
        return true;
    }

    @Override
    protected Map<String, String> badBodies() {
        return Map.of(
                "{}", "#/fields",
                "{\"fields\":{}}", "#/fields",
                "{\"fields\":{\"name\":7}}", "#/fields/name",
                "{\"fields\":{\"teapot\":\"x\"}}", "#/fields/teapot",
                "{\"fields\":{\"name\":\"x\"},\"extra~/\":1}", "#/extra~0~1",
                "[]", "#",
                "null", "#");
    }

    @Override
    protected Map<String, String> credentials(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    @Test
    void anAccountIsWrittenOnlyWhileItIsAsTheCallerHasSeenIt() {
        // Given
        String path = "/api/v1/accounts/by-key/acct_conditional";
        Wanted acme = new Wanted("PUT", path, "{\"fields\":{\"name\":\"Acme\"}}");
        Wanted renamed = new Wanted("PUT", path, "{\"fields\":{\"name\":\"Acme Corp\"}}");
        assertThat(unthrottled(path).status()).isEqualTo(404);

        // When
        int unseen = write(renamed, Map.of("If-Match", "*")).status();
        int fresh = write(acme, Map.of("If-None-Match", "*")).status();
        String tag = patiently(path).headers().getOrDefault("etag", "");
        int again = write(acme, Map.of("If-None-Match", "*")).status();
        int matching = write(renamed, Map.of("If-Match", tag)).status();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        patiently(path).json().at("/fields/name").asText())
                .isEqualTo("Acme Corp"));
        int outdated = write(acme, Map.of("If-Match", tag)).status();

        // Then
        assertThat(unseen).isEqualTo(412);
        assertThat(fresh).isEqualTo(202);
        assertThat(again).isEqualTo(412);
        assertThat(matching).isEqualTo(202);
        assertThat(outdated).isEqualTo(412);
    }

    @Test
    void contactsAreToldToTheirTenant() {
        // Given
        String id = atProvider(
                        provider(),
                        "POST",
                        "/crm/v3/objects/contacts",
                        "application/json",
                        "{\"properties\":{\"email\":\"ada@acme.example\",\"firstname\":\"Ada\",\"lifecyclestage\":\"lead\"}}")
                .path("id")
                .asText();

        // Then
        assertThat(patiently("/api/v1/contacts/" + id).json().path("email").asText())
                .isEqualTo("ada@acme.example");
        assertThat(patiently("/api/v1/contacts?lifecycleStage=lead&fields=firstName")
                        .json()
                        .at("/items/0/firstName")
                        .asText())
                .isEqualTo("Ada");
        assertThat(patiently("/api/v1/contacts?lifecycleStage=customer").json().path("items"))
                .isEmpty();
    }

    @Test
    void opportunitiesAreToldToTheirTenant() {
        // Given
        String id = atProvider(
                        provider(),
                        "POST",
                        "/crm/v3/objects/deals",
                        "application/json",
                        "{\"properties\":{\"dealname\":\"Renewal\",\"pipeline\":\"default\","
                                + "\"dealstage\":\"contractsent\",\"amount\":\"4900.50\"}}")
                .path("id")
                .asText();

        // Then
        assertThatObject(patiently("/api/v1/opportunities/" + id).json())
                .returns("Renewal", told -> told.path("title").asText())
                .returns("contractsent", told -> told.path("stage").asText())
                .returns("open", told -> told.path("status").asText())
                .returns("4900.50", told -> told.path("amount").asText())
                .returns(false, told -> told.has("opportunityId"));
        assertThat(patiently("/api/v1/opportunities?pipeline=default&stage=contractsent&fields=title")
                        .json()
                        .path("items")
                        .findValuesAsText("title"))
                .contains("Renewal");
        assertThat(patiently("/api/v1/opportunities?stage=closedlost&updatedAfter=2020-01-01T00:00:00Z")
                        .json()
                        .path("items")
                        .findValuesAsText("title"))
                .doesNotContain("Renewal");

        // When
        String account = "/api/v1/accounts/by-key/acct_seller";
        write(new Wanted("PUT", account, "{\"fields\":{\"name\":\"Seller\"}}"), Map.of());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(patiently(account).status()).isEqualTo(200));
        write(new Wanted("PUT", account + "/opportunities/known", "{\"fields\":{\"title\":\"Known\"}}"), Map.of());

        // Then
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThatObject(
                        patiently("/api/v1/opportunities/by-key/known").json())
                .returns("Known", told -> told.path("title").asText())
                .returns("unknown", told -> told.path("status").asText())
                .returns("known", told -> told.path("opportunityId").asText()));
    }

    @ParameterizedTest
    @CsvSource({
        "default, contractsent, open",
        "default, closedwon, won",
        "default, closedlost, lost",
        "7421, 7421001, open",
        "7421, 7421002, won",
        "7421, 7421003, lost",
        "7421, closedwon, unknown"
    })
    void anOpportunityIsToldAndFoundByWhatItsStageMeans(String pipeline, String stage, String status) {
        // When
        String id = made(
                "deals", "\"dealname\":\"Chance\",\"pipeline\":\"" + pipeline + "\",\"dealstage\":\"" + stage + "\"");

        // Then
        assertThat(patiently("/api/v1/opportunities/" + id + "?fields=status")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo(status);
        for (String asked : List.of("open", "won", "lost")) {
            assertThat(patiently("/api/v1/opportunities?limit=100&status=" + asked)
                            .json()
                            .at("/items")
                            .findValuesAsText("id")
                            .contains(id))
                    .as(asked)
                    .isEqualTo(asked.equals(status));
        }
    }

    @Override
    protected Map<String, Filed> everyRecord() {
        String now = "2020-01-01T00:00:00Z";
        String never = "2100-01-01T00:00:00Z";
        return Map.of(
                "accounts",
                new Filed(
                        made(
                                "companies",
                                "\"name\":\"Every\",\"domain\":\"every.example\",\"lifecyclestage\":\"opportunity\""),
                        Map.of("domain", "every.example", "lifecycleStage", "opportunity", "updatedAfter", now),
                        Map.of("domain", "other.example", "lifecycleStage", "subscriber", "updatedAfter", never)),
                "contacts",
                new Filed(
                        made("contacts", "\"email\":\"every@record.example\",\"lifecyclestage\":\"evangelist\""),
                        Map.of("lifecycleStage", "evangelist", "updatedAfter", now),
                        Map.of("lifecycleStage", "subscriber", "updatedAfter", never)),
                "opportunities",
                new Filed(
                        made("deals", "\"dealname\":\"Every\",\"pipeline\":\"7421\",\"dealstage\":\"7421002\""),
                        Map.of("pipeline", "7421", "stage", "7421002", "status", "won", "updatedAfter", now),
                        Map.of("pipeline", "default", "stage", "7421003", "status", "lost", "updatedAfter", never)));
    }

    private String made(String plural, String properties) {
        return atProvider(
                        provider(),
                        "POST",
                        "/crm/v3/objects/" + plural,
                        "application/json",
                        "{\"properties\":{" + properties + "}}")
                .path("id")
                .asText();
    }

    @Override
    protected String accountMapping() {
        return HubSpotCompanies.FROM_COMPANY;
    }

    @Override
    protected String makeAccount(ApiClient provider) {
        return "/api/v1/accounts/" + make(provider, "Mapped");
    }

    @Override
    protected Map<String, Supplier<Wanted>> everyCommand() {
        String account = "/api/v1/accounts/by-key/acct_every";
        String contact = "/api/v1/contacts/by-key/ada";
        Map<String, Supplier<Wanted>> commands = new LinkedHashMap<>();
        commands.put("upsertAccount", () -> new Wanted("PUT", account, "{\"fields\":{\"name\":\"Every\"}}"));
        commands.put("refreshAccount", () -> new Wanted("POST", "/api/v1/accounts/" + idOf(account) + "/refresh", ""));
        commands.put(
                "setLifecycleStage", () -> new Wanted("PUT", account + "/lifecycle-stage", "{\"stage\":\"customer\"}"));
        commands.put("addNote", () -> new Wanted("POST", account + "/notes", "{\"text\":\"They called\"}"));
        commands.put(
                "upsertContact",
                () -> new Wanted(
                        "PUT", contact, "{\"fields\":{\"email\":\"ada@every.example\",\"lifecycle-stage\":\"lead\"}}"));
        commands.put("associateContact", () -> new Wanted("PUT", account + "/contacts/ada", ""));
        commands.put("refreshContact", () -> new Wanted("POST", "/api/v1/contacts/" + idOf(contact) + "/refresh", ""));
        commands.put(
                "upsertOpportunity",
                () -> new Wanted("PUT", account + "/opportunities/first", "{\"fields\":{\"title\":\"First\"}}"));
        commands.put(
                "refreshOpportunity", () -> new Wanted("POST", "/api/v1/opportunities/" + deal() + "/refresh", ""));
        commands.put("forgetContact", () -> new Wanted("POST", "/api/v1/contacts/" + idOf(contact) + "/forget", ""));
        return commands;
    }

    private String idOf(String path) {
        return patiently(path).json().at("/ref/id").asText();
    }

    private String deal() {
        return atProvider(provider(), "GET", "/crm/v3/objects/deals", "application/json", "")
                .at("/results/0/id")
                .asText();
    }

    @Test
    void whatSaysWhoAContactIsIsStoredSealedAndArrivesOpened() {
        // Given
        String path = "/api/v1/contacts/by-key/grace";

        // When
        String accepted = write(
                        new Wanted(
                                "PUT",
                                path,
                                "{\"fields\":{\"email\":\"grace@acme.example\",\"first-name\":\"Grace\",\"owner\":\"\"}}"),
                        Map.of())
                .json()
                .path("id")
                .asText();

        // Then
        assertThat(patiently(path).json().path("firstName").asText()).isEqualTo("Grace");
        assertThat(stored(accepted))
                .contains("sealed:v1:")
                .doesNotContain("grace@")
                .doesNotContain("Grace");
    }

    @Test
    void theLedgerTellsWhichMappingMadeWhatWasSent() {
        // Given
        String path = "/api/v1/accounts/by-key/acct_mapped";

        // When
        String accepted = write(new Wanted("PUT", path, "{\"fields\":{\"name\":\"Mapped\"}}"), Map.of())
                .json()
                .path("id")
                .asText();

        // Then
        assertThat(patiently(path).status()).isEqualTo(200);
        assertThat(mappingsOf(accepted)).contains(HubSpotCompanies.TO_COMPANY + "@0");
    }
}
