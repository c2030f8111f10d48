package dev.interline.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sandbox.Caller;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubSpotSandboxTest {
    private static final String COMPANIES = "/crm/v3/objects/companies";

    private final Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(
            Account.of("hubspot", "62515001", "pat-na1-one"),
            Account.of("hubspot", "62515002", "pat-na1-two").withRateLimit(5, 600_000)));
    private final Caller hubspot = Caller.bearer(sandbox.baseUrl() + "/hubspot", "pat-na1-one");

    @AfterEach
    void stop() {
        hubspot.close();
        sandbox.close();
    }

    private void uniqueAccountId() {
        String definition = "{'name':'interline_account_id','label':'Account','type':'string','fieldType':'text',"
                + "'groupName':'companyinformation','hasUniqueValue':true}";
        assertThat(hubspot.post("/crm/v3/properties/companies", definition).status())
                .isEqualTo(201);
    }

    private Caller.Reply upsert(String... inputs) {
        return hubspot.post(COMPANIES + "/batch/upsert", "{'inputs':[" + String.join(",", inputs) + "]}");
    }

    private static String input(String id, String properties) {
        return "{'idProperty':'interline_account_id','id':'" + id + "','properties':{" + properties + "}}";
    }

    private String created(String properties) {
        Caller.Reply reply = hubspot.post(COMPANIES, "{'properties':{" + properties + "}}");
        assertThat(reply.status()).isEqualTo(201);
        return reply.json().path("id").asText();
    }

    @Test
    void a_new_portal_knows_no_custom_property() {
        // Given
        String body = "{'properties':{'name':'Acme','interline_account_id':'a-1'}}";

        // When
        Caller.Reply reply = hubspot.post(COMPANIES, body);

        // Then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("category").asText()).isEqualTo("VALIDATION_ERROR");
        assertThat(reply.json().path("message").asText()).contains("PROPERTY_DOESNT_EXIST", "interline_account_id");
    }

    @Test
    void values_are_strings_and_only_default_properties_come_unasked() {
        // Given
        String id = created("'name':'Acme','numberofemployees':42,'city':'Bern'");

        // When
        JsonNode plain = hubspot.get(COMPANIES + "/" + id).json();
        JsonNode asked = hubspot.get(COMPANIES + "/" + id + "?properties=numberofemployees,phone")
                .json();

        // Then
        assertThat(Long.parseLong(id)).isGreaterThan(1L << 31);
        assertThat(names(plain.path("properties")))
                .containsExactlyInAnyOrder("name", "domain", "createdate", "hs_lastmodifieddate", "hs_object_id");
        assertThat(asked.path("properties").path("numberofemployees").isTextual())
                .isTrue();
        assertThat(asked.path("properties").path("numberofemployees").asText()).isEqualTo("42");
        assertThat(asked.path("properties").get("phone").isNull()).isTrue();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void an_upsert_creates_then_updates_and_answers_out_of_order() {
        // Given
        uniqueAccountId();
        JsonNode first = upsert(input("a-1", "'name':'One'"), input("a-2", "'name':'Two'"))
                .json();

        // When
        Caller.Reply second = upsert(input("a-2", "'phone':'2'"), input("a-3", "'name':'Three'"));

        // Then
        assertThat(first.path("results").findValuesAsText("interline_account_id"))
                .containsExactly("a-2", "a-1");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("status").asText()).isEqualTo("COMPLETE");
        assertThat(second.json().path("results").findValues("new"))
                .extracting(JsonNode::asBoolean)
                .containsExactly(true, false);
        assertThat(hubspot.get(COMPANIES + "/a-2?idProperty=interline_account_id&properties=phone")
                        .json()
                        .path("properties")
                        .path("phone")
                        .asText())
                .isEqualTo("2");
    }

    @Test
    void one_bad_input_leaves_the_others_of_its_batch_done() {
        // Given
        uniqueAccountId();
        String bad = "{'idProperty':'interline_account_id','id':'b','objectWriteTraceId':'t-2',"
                + "'properties':{'lifecyclestage':'emperor'}}";

        // When
        Caller.Reply reply = upsert(input("a", "'name':'A'"), bad, input("c", "'numberofemployees':'many'"));

        // Then
        assertThat(reply.status()).isEqualTo(207);
        assertThat(reply.json().path("numErrors").asInt()).isEqualTo(2);
        assertThat(reply.json().path("results")).hasSize(1);
        JsonNode first = reply.json().path("errors").get(0);
        assertThat(first.path("message").asText()).contains("INVALID_OPTION");
        assertThat(first.path("context").path("objectWriteTraceId").get(0).asText())
                .isEqualTo("t-2");
        assertThat(hubspot.get(COMPANIES).json().path("results")).hasSize(1);
    }

    @Test
    void an_upsert_needs_a_unique_property_and_distinct_ids_and_at_most_a_hundred() {
        // Given
        uniqueAccountId();
        String byName = "{'idProperty':'name','id':'Acme','properties':{}}";
        String tooMany = IntStream.range(0, 101)
                .mapToObj(i -> input("x" + i, "'name':'x'"))
                .collect(Collectors.joining(","));

        // When
        List<Caller.Reply> replies = List.of(upsert(byName), upsert(input("a", ""), input("a", "")), upsert(tooMany));

        // Then
        assertThat(replies).extracting(Caller.Reply::status).containsOnly(400);
        assertThat(hubspot.get(COMPANIES).json().path("results")).isEmpty();
    }

    @Test
    void a_lifecycle_stage_only_advances_unless_it_is_cleared_first() {
        // Given
        String path = COMPANIES + "/" + created("'name':'Acme','lifecyclestage':'customer'");

        // When
        String afterRetreat = stage(hubspot.patch(path, "{'properties':{'lifecyclestage':'lead','phone':'1'}}"));
        hubspot.patch(path, "{'properties':{'lifecyclestage':''}}");
        String afterClearing = stage(hubspot.patch(path, "{'properties':{'lifecyclestage':'lead'}}"));

        // Then
        assertThat(afterRetreat).isEqualTo("customer");
        assertThat(afterClearing).isEqualTo("lead");
        assertThat(hubspot.get(path + "?properties=phone")
                        .json()
                        .path("properties")
                        .path("phone")
                        .asText())
                .isEqualTo("1");
    }

    private static String stage(Caller.Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        return reply.json().path("properties").path("lifecyclestage").asText();
    }

    @Test
    void taken_unique_values_are_conflicts_that_name_the_holder() {
        // Given
        uniqueAccountId();
        created("'name':'A','interline_account_id':'a'");
        String contact = hubspot.post("/crm/v3/objects/contacts", "{'properties':{'email':'Ada@Example.test'}}")
                .json()
                .path("id")
                .asText();

        // When
        Caller.Reply company = hubspot.post(COMPANIES, "{'properties':{'interline_account_id':'a'}}");
        Caller.Reply person = hubspot.post("/crm/v3/objects/contacts", "{'properties':{'email':'ada@example.test'}}");

        // Then
        assertThat(company.status()).isEqualTo(409);
        assertThat(person.status()).isEqualTo(409);
        assertThat(person.json().path("category").asText()).isEqualTo("CONFLICT");
        assertThat(person.json().path("message").asText()).isEqualTo("Contact already exists. Existing ID: " + contact);
    }

    @Test
    void an_archived_company_is_gone_and_frees_its_unique_value() {
        // Given
        uniqueAccountId();
        String id = created("'name':'A','interline_account_id':'a'");

        // When
        int deleted = hubspot.delete(COMPANIES + "/" + id).status();

        // Then
        assertThat(deleted).isEqualTo(204);
        assertThat(hubspot.get(COMPANIES + "/" + id).status()).isEqualTo(404);
        assertThat(hubspot.get(COMPANIES + "/" + id + "?archived=true")
                        .json()
                        .path("archived")
                        .asBoolean())
                .isTrue();
        assertThat(upsert(input("a", "'name':'Again'"))
                        .json()
                        .path("results")
                        .get(0)
                        .path("new")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void times_may_be_milliseconds_since_the_epoch_from_its_beginning_on() {
        // Given
        hubspot.post(COMPANIES, "{'properties':{'name':'Acme'}}");

        // When
        Caller.Reply found = hubspot.post(
                COMPANIES + "/search",
                "{'filterGroups':[{'filters':[{'propertyName':'hs_lastmodifieddate','operator':'GTE','value':'0'}]}]}");

        // Then
        assertThat(found.json().path("total").asInt()).isEqualTo(1);
    }

    @Test
    void lists_and_searches_page_to_the_end() {
        // Given
        for (int i = 0; i < 25; i++) {
            created("'name':'Company " + i + "','numberofemployees':'" + i + "'");
        }

        // When
        List<String> listed = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = hubspot.get(COMPANIES + "?limit=10&after=" + after).json();
            page.path("results").forEach(row -> listed.add(row.path("id").asText()));
            after = page.path("paging").path("next").path("after").asText();
        } while (!after.isEmpty());
        JsonNode found = hubspot.post(
                        COMPANIES + "/search",
                        "{'filterGroups':[{'filters':[{'propertyName':'numberofemployees','operator':'GTE','value':'9'},"
                                + "{'propertyName':'name','operator':'CONTAINS_TOKEN','value':'comp*'}]}],"
                                + "'sorts':[{'propertyName':'numberofemployees','direction':'DESCENDING'}],"
                                + "'properties':['numberofemployees'],'limit':5,'after':'5'}")
                .json();
        Caller.Reply tooFar = hubspot.post(COMPANIES + "/search", "{'limit':200,'after':'9900'}");

        // Then
        assertThat(listed).hasSize(25).doesNotHaveDuplicates();
        assertThat(found.path("total").asInt()).isEqualTo(16);
        assertThat(found.path("results").findValuesAsText("numberofemployees"))
                .containsExactly("19", "18", "17", "16", "15");
        assertThat(found.path("paging").path("next").path("after").asText()).isEqualTo("10");
        assertThat(tooFar.status()).isEqualTo(400);
    }

    @Test
    void the_date_in_the_path_leads_to_the_same_objects() {
        // Given
        String id = created("'name':'Acme'");

        // When
        Caller.Reply dated = hubspot.get("/crm/objects/2026-03/companies/" + id);

        // Then
        assertThat(dated.json().path("properties").path("name").asText()).isEqualTo("Acme");
    }

    @Test
    void properties_are_created_once() {
        // Given
        uniqueAccountId();
        String two = "{'inputs':[{'name':'interline_account_id','label':'x','type':'string','fieldType':'text',"
                + "'groupName':'companyinformation'},{'name':'interline_billing_status','label':'x',"
                + "'type':'enumeration','fieldType':'select','groupName':'companyinformation',"
                + "'options':[{'label':'Active','value':'active'}]}]}";

        // When
        Caller.Reply batch = hubspot.post("/crm/v3/properties/companies/batch/create", two);

        // Then
        assertThat(batch.status()).isEqualTo(207);
        assertThat(batch.json().path("errors").get(0).path("category").asText()).isEqualTo("OBJECT_ALREADY_EXISTS");
        assertThat(hubspot.get("/crm/v3/properties/companies/interline_billing_status")
                        .json()
                        .path("options")
                        .get(0)
                        .path("value")
                        .asText())
                .isEqualTo("active");
        assertThat(hubspot.get("/crm/v3/properties/companies/nope").status()).isEqualTo(404);
    }

    @Test
    void batch_read_gives_what_it_has_and_names_what_is_missing() {
        // Given
        String id = created("'name':'Acme','city':'Bern'");

        // When
        Caller.Reply reply = hubspot.post(
                COMPANIES + "/batch/read",
                "{'properties':['city'],'inputs':[{'id':'" + id + "'},{'id':'20999999999'}]}");

        // Then
        assertThat(reply.status()).isEqualTo(207);
        assertThat(reply.json()
                        .path("results")
                        .get(0)
                        .path("properties")
                        .path("city")
                        .asText())
                .isEqualTo("Bern");
        assertThat(reply.json()
                        .path("errors")
                        .get(0)
                        .path("context")
                        .path("ids")
                        .get(0)
                        .asText())
                .isEqualTo("20999999999");
    }

    @Test
    void the_limit_of_a_portal_is_told_and_kept_for_that_portal_only() {
        // Given
        Caller limited = Caller.bearer(sandbox.baseUrl() + "/hubspot", "pat-na1-two");
        Caller.Reply first = limited.get(COMPANIES);
        for (int i = 0; i < 4; i++) {
            limited.get(COMPANIES);
        }

        // When
        Caller.Reply sixth = limited.get(COMPANIES);

        // Then
        assertThat(first.header("X-HubSpot-RateLimit-Max")).isEqualTo("5");
        assertThat(first.header("X-HubSpot-RateLimit-Remaining")).isEqualTo("4");
        assertThat(sixth.status()).isEqualTo(429);
        assertThat(sixth.json().path("policyName").asText()).isEqualTo("TEN_SECONDLY_ROLLING");
        assertThat(hubspot.get(COMPANIES).status()).isEqualTo(200);
        assertThat(hubspot.post(COMPANIES + "/search", "{}").header("X-HubSpot-RateLimit-Max"))
                .isEmpty();
    }

    @Test
    void an_unknown_token_is_refused() {
        // Given
        Caller stranger = Caller.bearer(sandbox.baseUrl() + "/hubspot", "pat-na1-nobody");

        // When
        Caller.Reply reply = stranger.get(COMPANIES);

        // Then
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().path("category").asText()).isEqualTo("INVALID_AUTHENTICATION");
    }
}
