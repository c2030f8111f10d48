package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interline.testkit.api.ApiClient;
import dev.interline.testkit.api.ApiStand;
import dev.interline.testkit.api.SystemApiContractTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = ApiStand.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = ApiStand.PROVIDER, value = "zendesk"))
class ZendeskSystemApiTest extends SystemApiContractTest {

    private final Map<ApiClient, String> organizations = new HashMap<>();

    @Override
    protected String resource() {
        return "tickets";
    }

    @Override
    protected String filter() {
        return "organization=" + organization(provider());
    }

    @Override
    protected String make(ApiClient provider, String name) {
        return atProvider(
                        provider,
                        "POST",
                        "/api/v2/tickets.json",
                        "application/json",
                        "{\"ticket\":{\"subject\":\"" + name + "\",\"comment\":{\"body\":\"Help\"},\"organization_id\":"
                                + organization(provider) + "}}")
                .at("/ticket/id")
                .asText();
    }

    private String organization(ApiClient provider) {
        return organizations.computeIfAbsent(provider, account -> atProvider(
                        account,
                        "POST",
                        "/api/v2/organizations/create_or_update.json",
                        "application/json",
                        "{\"organization\":{\"external_id\":\"acct_tickets\",\"name\":\"Tickets\"}}")
                .at("/organization/id")
                .asText());
    }

    @Override
    protected Wanted command(ApiClient provider, String key) {
        organization(provider);
        return new Wanted(
                "POST",
                "/api/v1/tickets",
                "{\"accountId\":\"acct_tickets\",\"key\":\"" + key
                        + "\",\"subject\":\"Payment failed\",\"body\":\"Please call\",\"priority\":\"high\"}");
    }

    @Override
    protected boolean commandNamesItsRecord() {
        return true;
    }

    @Override
    protected Map<String, String> badBodies() {
        String good = "{\"accountId\":\"a\",\"key\":\"k\",\"subject\":\"s\",\"body\":\"b\"}";
        return Map.of(
                good.replace("\"s\"", "\"\""), "#/subject",
                good.replace("\"k\"", "\"k/1\""), "#/key",
                good.replace("\"subject\":\"s\",", ""), "#/subject",
                good.replace("}", ",\"priority\":\"extreme\"}"), "#/priority",
                good.replace("}", ",\"tags\":[\"ok\",\"NOT OK\"]}"), "#/tags/1",
                good.replace("}", ",\"teapot\":true}"), "#/teapot");
    }

    @Override
    protected Map<String, String> credentials(String token) {
        String user = "interline@stand.example/token:" + token;
        return Map.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aTicketIsOpenedOncePerKeyReadByItAndSolved() {
        // Given
        Wanted open = command(provider(), "invoice-4711");
        String path = "/api/v1/tickets/by-key/invoice-4711";

        // When
        write(open, Map.of());
        write(open, Map.of());
        String id = patiently(path).json().at("/ref/id").asText();
        write(new Wanted("POST", path + "/solve", "{\"accountId\":\"acct_tickets\"}"), Map.of());

        // Then
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        patiently("/api/v1/tickets/" + id).json().path("status").asText())
                .isEqualTo("solved"));
        assertThat(patiently(path).json().at("/ref/id").asText()).isEqualTo(id);
    }

    @Override
    protected String accountMapping() {
        return ZendeskResources.FROM_ORGANIZATION;
    }

    @Override
    protected String makeAccount(ApiClient provider) {
        return "/api/v1/organizations/" + organization(provider);
    }

    @Override
    protected Map<String, Supplier<Wanted>> everyCommand() {
        String organization = "/api/v1/organizations/by-key/acct_tickets";
        String byKey = "/api/v1/tickets/by-key/every";
        String ticket = "/api/v1/tickets/" + make(provider(), "Every command");
        Map<String, Supplier<Wanted>> commands = new LinkedHashMap<>();
        commands.put("upsertOrganization", () -> new Wanted("PUT", organization, "{\"fields\":{\"plan\":\"pro\"}}"));
        commands.put("openTicket", () -> command(provider(), "every"));
        commands.put("solveTicket", () -> new Wanted("POST", byKey + "/solve", "{\"accountId\":\"acct_tickets\"}"));
        commands.put("refreshTicket", () -> new Wanted("POST", ticket + "/refresh", ""));
        commands.put(
                "commentTicket",
                () -> new Wanted("POST", ticket + "/comments", "{\"key\":\"first\",\"body\":\"We look into it\"}"));
        commands.put("tagTicket", () -> new Wanted("PATCH", ticket + "/tags", "{\"add\":[\"vip\"]}"));
        commands.put(
                "tagTickets",
                () -> new Wanted(
                        "PATCH",
                        "/api/v1/tickets/tags",
                        "{\"tickets\":[\"" + ticket.replaceAll(".*/", "") + "\"],\"add\":[\"late\"]}"));
        commands.put("followJob", () -> new Wanted("POST", "/api/v1/jobs/" + job(ticket) + "/follow", ""));
        commands.put("updateTicket", () -> new Wanted("PATCH", ticket, "{\"status\":\"closed\",\"priority\":\"low\"}"));
        commands.put(
                "followUpTicket",
                () -> new Wanted(
                        "POST",
                        ticket + "/follow-ups",
                        "{\"key\":\"again\",\"subject\":\"Again\",\"body\":\"It is back\"}"));
        commands.put(
                "upsertUser",
                () -> new Wanted(
                        "PUT", "/api/v1/users/by-key/ada", "{\"name\":\"Ada\",\"email\":\"ada@every.example\"}"));
        commands.put("joinOrganization", () -> new Wanted("PUT", organization + "/members/ada", ""));
        return commands;
    }

    @Override
    protected Map<String, Filed> everyRecord() {
        String ticket = make(provider(), "Every record");
        String user = atProvider(
                        provider(),
                        "POST",
                        "/api/v2/users/create_or_update.json",
                        "application/json",
                        "{\"user\":{\"name\":\"Every\",\"email\":\"every@record.example\"}}")
                .at("/user/id")
                .asText();
        String other = atProvider(
                        provider(),
                        "POST",
                        "/api/v2/organizations/create_or_update.json",
                        "application/json",
                        "{\"organization\":{\"external_id\":\"acct_other\",\"name\":\"Other\"}}")
                .at("/organization/id")
                .asText();
        return Map.of(
                "organizations",
                new Filed(organization(provider()), Map.of(), Map.of()),
                "tickets",
                new Filed(ticket, Map.of("organization", organization(provider())), Map.of("organization", other)),
                "users",
                new Filed(user, Map.of("role", "end-user"), Map.of("role", "admin")));
    }

    private String job(String ticket) {
        return atProvider(
                        provider(),
                        "PUT",
                        "/api/v2/tickets/update_many.json?ids=" + ticket.replaceAll(".*/", ""),
                        "application/json",
                        "{\"ticket\":{\"additional_tags\":[\"by-hand\"]}}")
                .at("/job_status/id")
                .asText();
    }

    @Test
    void theLedgerTellsWhichMappingMadeWhatWasSent() {
        // Given
        String path = "/api/v1/organizations/by-key/acct_mapped";

        // When
        String accepted = write(new Wanted("PUT", path, "{\"fields\":{\"plan\":\"pro\"}}"), Map.of())
                .json()
                .path("id")
                .asText();

        // Then
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        patiently(path).json().at("/fields/plan").asText())
                .isEqualTo("pro"));
        assertThat(mappingsOf(accepted)).contains(ZendeskOrganizations.MAPPING + "@0");
    }

    @Test
    void aUserIsMadeKnownOnlyIfNobodyHasTheKey() {
        // Given
        String path = "/api/v1/users/by-key/grace";
        Wanted grace = new Wanted("PUT", path, "{\"name\":\"Grace\"}");

        // When
        int fresh = write(grace, Map.of("If-None-Match", "*")).status();
        String name = patiently(path).json().path("name").asText();
        int again = write(grace, Map.of("If-None-Match", "*")).status();

        // Then
        assertThat(fresh).isEqualTo(202);
        assertThat(name).isEqualTo("Grace");
        assertThat(again).isEqualTo(412);
        assertThat(unthrottled("/api/v1/users/by-key/nobody").status()).isEqualTo(404);
    }
}
