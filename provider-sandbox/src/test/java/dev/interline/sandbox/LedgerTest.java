package dev.interline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sandbox.SandboxConfig.Account;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(
            Account.of("stripe", "acct_1One", "sk_test_one"),
            Account.of("hubspot", "62515001", "pat-na1-one"),
            Account.of("zendesk", "acme", "token")));
    private final Caller stripe = Caller.bearer(sandbox.baseUrl() + "/stripe/v1", "sk_test_one");
    private final Caller hubspot = Caller.bearer(sandbox.baseUrl() + "/hubspot/crm/v3", "pat-na1-one");
    private final Caller zendesk = Caller.basic(sandbox.baseUrl() + "/zendesk/acme/api/v2", "x/token:token");
    private final Caller control = Caller.bearer(sandbox.baseUrl() + "/_sandbox", "none");

    @AfterEach
    void stop() {
        Stream.of(stripe, hubspot, zendesk, control).forEach(Caller::close);
        sandbox.close();
    }

    private List<JsonNode> rows(String query) {
        return StreamSupport.stream(control.get("/ledger" + query).json().spliterator(), false)
                .toList();
    }

    private static String story(JsonNode row) {
        return row.path("operation").asText() + " " + row.path("externalId").asText("-") + " "
                + row.path("outcome").asText();
    }

    @Test
    void every_change_has_its_row_and_reads_have_none() {
        // Given
        String customer = stripe.form("/customers", "name=A&metadata[interline_account_id]=a-1", "Idempotency-Key", "k")
                .json()
                .path("id")
                .asText();

        // When
        stripe.form("/customers", "name=A&metadata[interline_account_id]=a-1", "Idempotency-Key", "k");
        stripe.form("/customers", "name=B", "Idempotency-Key", "k");
        stripe.form("/customers/" + customer, "name=C");
        stripe.form("/customers/cus_nope", "name=C");
        stripe.get("/customers");
        stripe.delete("/customers/" + customer);

        // Then
        assertThat(rows("?provider=stripe"))
                .extracting(LedgerTest::story)
                .containsExactly(
                        "customers.create a-1 applied",
                        "customers.create a-1 replayed",
                        "customers.create - rejected",
                        "customers.update a-1 applied",
                        "customers.update - rejected",
                        "customers.delete a-1 applied");
        JsonNode first = rows("").get(0);
        assertThat(first.path("entity").asText()).isEqualTo(customer);
        assertThat(first.path("idempotencyKey").asText()).isEqualTo("k");
        assertThat(first.path("account").asText()).isEqualTo("acct_1One");
        assertThat(first.path("detail").path("name").asText()).isEqualTo("A");
    }

    @Test
    void a_batch_has_a_row_for_every_input_and_identical_values_still_count() {
        // Given
        hubspot.post(
                "/properties/companies",
                "{'name':'interline_account_id','type':'string','fieldType':'text','groupName':'companyinformation',"
                        + "'hasUniqueValue':true}");
        String batch = "{'inputs':[{'idProperty':'interline_account_id','id':'a','properties':{'name':'A'}},"
                + "{'idProperty':'interline_account_id','id':'b','properties':{'nope':'B'}}]}";
        hubspot.post("/objects/companies/batch/upsert", batch);

        // When
        hubspot.post("/objects/companies/batch/upsert", batch);

        // Then
        assertThat(rows("?provider=hubspot&afterSequence=1"))
                .extracting(LedgerTest::story)
                .containsExactly(
                        "companies.upsert a applied",
                        "companies.upsert b rejected",
                        "companies.upsert a applied",
                        "companies.upsert b rejected");
    }

    @Test
    void zendesk_calls_show_their_external_ids_and_replays() {
        // Given
        String ticket = "{'ticket':{'subject':'S','comment':{'body':'B'},'external_id':'interline-1'}}";
        zendesk.post("/organizations/create_or_update", "{'organization':{'name':'Acme','external_id':'acc-1'}}");

        // When
        zendesk.post("/tickets", ticket, "Idempotency-Key", "k");
        zendesk.post("/tickets", ticket, "Idempotency-Key", "k");
        zendesk.post("/tickets", ticket.replace("'S'", "'T'"), "Idempotency-Key", "k");
        zendesk.put("/tickets/1", "{'ticket':{'status':'solved'}}");

        // Then
        assertThat(rows("?provider=zendesk&account=acme"))
                .extracting(LedgerTest::story)
                .containsExactly(
                        "organizations.create_or_update acc-1 applied",
                        "tickets.create interline-1 applied",
                        "tickets.create interline-1 replayed",
                        "tickets.create - rejected",
                        "tickets.update - rejected");
    }

    @Test
    void a_refused_change_leaves_no_trace_but_its_row() {
        // Given
        String customer = stripe.form("/customers", "name=A").json().path("id").asText();
        String order = "customer=" + customer + "&items[0][price_data][currency]=usd"
                + "&items[0][price_data][product_data][name]=Made+on+the+way"
                + "&items[0][price_data][recurring][interval]=month&items[0][price_data][unit_amount]=much";

        // When
        int status = stripe.form("/subscriptions", order).status();

        // Then
        assertThat(status).isEqualTo(400);
        assertThat(stripe.get("/products").json().path("data")).isEmpty();
        assertThat(stripe.get("/events?type=product.created").json().path("data"))
                .isEmpty();
        assertThat(rows(""))
                .extracting(LedgerTest::story)
                .containsExactly("customers.create - applied", "subscriptions.create - rejected");
    }

    @Test
    void strangers_are_written_down_without_an_account() {
        // Given
        Caller stranger = Caller.bearer(sandbox.baseUrl(), "nobody");

        // When
        stranger.form("/stripe/v1/customers", "name=X");
        stranger.post("/hubspot/crm/v3/objects/companies", "{'properties':{}}");
        stranger.post("/zendesk/acme/api/v2/tickets", "{}");

        // Then
        assertThat(rows(""))
                .extracting(row -> row.path("operation").asText() + " "
                        + row.path("account").asText("nobody's") + " "
                        + row.path("outcome").asText())
                .containsExactly(
                        "customers.create nobody's rejected",
                        "companies.create nobody's rejected",
                        "tickets.create nobody's rejected");
    }

    @Test
    void people_acting_at_a_provider_are_no_effects_of_ours() {
        // Given
        String company = hubspot.post("/objects/companies", "{'properties':{'name':'A'}}")
                .json()
                .path("id")
                .asText();

        // When
        control.post("/hubspot/62515001/companies/" + company, "{'properties':{'name':'B'}}");
        control.post("/zendesk/acme/tickets", "{'subject':'S','description':'D'}");

        // Then
        assertThat(rows("")).extracting(LedgerTest::story).containsExactly("companies.create - applied");
        assertThat(hubspot.get("/objects/companies/" + company)
                        .json()
                        .path("properties")
                        .path("name")
                        .asText())
                .isEqualTo("B");
    }

    @Test
    void the_ledger_reads_on_from_a_sequence_in_pages() {
        // Given
        for (int i = 0; i < 5; i++) {
            stripe.form("/customers", "name=C" + i);
        }

        // When
        List<JsonNode> page = rows("?afterSequence=2&limit=2");

        // Then
        assertThat(page).extracting(row -> row.path("sequence").asLong()).containsExactly(3L, 4L);
        assertThat(control.get("/ledger?limit=some").status()).isEqualTo(400);
    }

    @Test
    void a_reset_forgets_everything_and_gives_no_id_twice() {
        // Given
        String before = stripe.form("/customers", "name=A").json().path("id").asText();
        zendesk.post("/tickets", "{'ticket':{'comment':{'body':'B'}}}");

        // When
        int status = control.post("/reset", "").status();

        // Then
        assertThat(status).isEqualTo(204);
        assertThat(rows("")).isEmpty();
        assertThat(stripe.get("/customers/" + before).status()).isEqualTo(404);
        assertThat(zendesk.get("/tickets").json().path("count").asInt()).isZero();
        assertThat(zendesk.get("/users/me").status()).isEqualTo(200);
        assertThat(stripe.form("/customers", "name=A").json().path("id").asText())
                .isNotEqualTo(before);
        assertThat(rows("").get(0).path("sequence").asLong()).isGreaterThan(2);
    }
}
