package dev.interline.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.testkit.api.ApiClient.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads: pages, filters, fields, tags, tenants and their connections. */
public abstract class SystemApiReads extends SystemApiSuite {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String BASE = "/api/v1/";

    @Test
    void theContractIsServedAsItIsWrittenAndEveryListAndReadInItAnswers() {
        // Given
        make(provider, "Contract");

        // When
        Reply served = call("GET", "/api/v1/openapi.yaml", "", Map.of(), "");
        Reply described = new ApiClient(
                        "http://127.0.0.1:" + config.getValue("quarkus.management.test-port", Integer.class))
                .send("GET", "/observe/openapi?format=json", Map.of(), "");

        // Then
        assertThat(served.status()).isEqualTo(200);
        assertThat(contract.root().path("openapi").asText()).startsWith("3.1");
        assertThat(contract.root().path("webhooks").size()).isPositive();
        Set<String> paths = new TreeSet<>();
        contract.root().path("paths").fieldNames().forEachRemaining(paths::add);
        assertThat(described.json().path("paths").properties())
                .as("%s", described)
                .extracting(Map.Entry::getKey)
                .filteredOn(path -> path.startsWith("/api/"))
                .containsExactlyInAnyOrderElementsOf(paths);
        for (String list : contract.lists()) {
            Reply page = unthrottled(list);
            assertThat(page.status()).as(list).isEqualTo(200);
            for (JsonNode item : page.json().path("items")) {
                assertThat(unthrottled(list + "/" + item.at("/ref/id").asText()).status())
                        .isEqualTo(200);
            }
        }
        for (String one : contract.reads()) {
            assertThat(unthrottled(one.replaceAll("\\{\\w+}", "999999999")).status())
                    .as(one)
                    .isEqualTo(404);
        }
    }

    @Test
    void everyRecordIsReadWholeAndInPartAndFoundByEachFilterOfItsList() {
        // When
        Map<String, Filed> records = everyRecord();

        // Then
        assertThat(records.keySet().stream().map(name -> BASE + name))
                .containsExactlyInAnyOrderElementsOf(contract.lists());
        records.forEach((name, record) -> {
            String list = BASE + name;
            String one = list + "/" + record.id();
            Set<String> filters = contract.filters(list).keySet();
            assertThat(record.finding().keySet()).as(list).isEqualTo(filters);
            assertThat(record.missing().keySet()).as(list).isEqualTo(filters);
            assertThat(patiently(one).json().at("/ref/id").asText()).as(one).isEqualTo(record.id());
            assertThat(names(patiently(one + "?fields=createdAt").json()))
                    .as(one)
                    .isSubsetOf("createdAt", "ref");
            assertThat(patiently(list + "?fields=createdAt").json().path("items"))
                    .as(list)
                    .isNotEmpty();
            record.finding().forEach((filter, value) -> assertThat(found(list, filter, value))
                    .as("%s?%s=%s", list, filter, value)
                    .contains(record.id()));
            record.missing().forEach((filter, value) -> assertThat(found(list, filter, value))
                    .as("%s?%s=%s", list, filter, value)
                    .doesNotContain(record.id()));
            if (!filters.isEmpty()) {
                assertThat(found(list, record.finding()))
                        .as("%s with %s", list, record.finding())
                        .contains(record.id());
            }
        });
    }

    private List<String> found(String list, String filter, String value) {
        return found(list, Map.of(filter, value));
    }

    private List<String> found(String list, Map<String, String> filters) {
        StringBuilder query = new StringBuilder(list).append("?limit=100");
        filters.forEach((filter, value) ->
                query.append('&').append(filter).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        List<String> ids = new ArrayList<>();
        patiently(query.toString())
                .json()
                .path("items")
                .forEach(item -> ids.add(item.at("/ref/id").asText()));
        return ids;
    }

    @Test
    void aFilterThatIsNotOfItsFormIsRefusedAndNamedAndSuchAnIdIsOfNothing() {
        for (String list : contract.lists()) {
            for (String filter : contract.filters(list).keySet()) {
                for (String value : List.of("", "%20", "a%20teapot%27%22")) {
                    // When
                    Reply refused = read(list + "?" + filter + "=" + value);

                    // Then
                    assertThat(refused.status()).as("%s", refused).isEqualTo(400);
                    assertThat(refused.json().path("code").asText()).isEqualTo("API-1001");
                    assertThat(refused.json().at("/errors/0/parameter").asText())
                            .as("%s", refused)
                            .isEqualTo(filter);
                }
            }
        }
        for (String one : contract.reads()) {
            assertThat(read(one.replaceAll("\\{\\w+}", "a%20teapot")).status())
                    .as(one)
                    .isEqualTo(404);
        }
    }

    @Test
    void pagesFollowEachOtherUntilAllWasSeenOnceWithAndWithoutAFilter() {
        // Given
        Set<String> made = new TreeSet<>();
        for (int i = 0; i < MANY; i++) {
            made.add(make(provider, "Paged " + i));
        }

        for (String query : List.of("limit=2", "limit=2&" + filter())) {
            // When
            List<String> seen = new ArrayList<>();
            Optional<String> next = Optional.of(list() + "?" + query);
            while (next.isPresent()) {
                Reply page = patiently(next.get());
                assertThat(page.json().path("items").size()).isLessThanOrEqualTo(2);
                page.json()
                        .path("items")
                        .forEach(item -> seen.add(item.at("/ref/id").asText()));
                next = page.header("link").map(link -> link.substring(1, link.indexOf('>')));
                assertThat(page.json().has("next")).isEqualTo(next.isPresent());
            }

            // Then
            assertThat(seen).as(query).doesNotHaveDuplicates().containsAll(made);
        }
    }

    @Test
    void aCursorOfAnotherListOrOfNobodyIsRefused() {
        // Given
        for (int i = 0; i < MANY; i++) {
            make(provider, "Cursor " + i);
        }
        String cursor = read(list() + "?limit=1").json().path("next").asText();

        // Then
        assertThat(read(list() + "?limit=1&cursor=" + cursor).status()).isEqualTo(200);
        for (String wrong :
                List.of("limit=1&" + filter() + "&cursor=" + cursor, "cursor=" + cursor + "A", "cursor=x", "cursor=")) {
            assertThat(read(list() + "?" + wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(other(list() + "?limit=1&cursor=" + cursor).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=-1",
                "limit=many",
                "limit=1&limit=2",
                "teapot=1",
                "fields=teapot",
                "fields=",
                "fields=ref,",
                "Limit=1",
                "%27%3Bdrop%20table=1"
            })
    void parametersThatMakeNoSenseAreRefusedAndNamed(String query) {
        // When
        Reply refused = read(list() + "?" + query);

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").asText()).isEqualTo("API-1001");
        assertThat(refused.json().path("errors")).isNotEmpty();
    }

    @Test
    void onlyTheFieldsAskedForAreAnsweredAndTheTagChangesWithTheRecordOnly() {
        // Given
        String one = list() + "/" + make(provider, "Tagged");
        Reply whole = read(one);
        String tag = whole.header("etag").orElseThrow();

        // When
        Reply part = read(one + "?fields=createdAt");
        Reply again = call("GET", one, ApiStand.READ_KEY, Map.of("If-None-Match", "\"other\", " + tag), "");

        // Then
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(names(part.json())).containsExactly("createdAt", "ref");
        assertThat(part.header("etag")).contains("W/" + tag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(call("GET", one, ApiStand.READ_KEY, Map.of("If-None-Match", "\"other\""), "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aKeySeesItsTenantOnlyAndDoesNoMoreThanItsScopeAllows() {
        // Given
        String one = list() + "/" + make(provider, "Secret of acme");
        Wanted wanted = command(provider, key());

        // Then
        assertThat(read(one).status()).isEqualTo(200);
        assertThat(other(one).status()).isEqualTo(404);
        assertThat(other(list()).json().path("items")).isEmpty();
        assertThat(call("GET", one, "", Map.of(), "").status()).isEqualTo(401);
        assertThat(call("GET", one, "a-key-nobody-has", Map.of(), "").status()).isEqualTo(401);
        assertThat(send(wanted, ApiStand.READ_KEY, key()).status()).isEqualTo(403);
        assertThat(call("GET", one, ApiStand.PLATFORM_KEY, Map.of(), "").status())
                .isEqualTo(400);
        assertThat(call("GET", one, ApiStand.PLATFORM_KEY, Map.of("Interline-Tenant", ApiStand.OWN), "")
                        .status())
                .isEqualTo(200);
        assertThat(call("GET", one, ApiStand.OTHER_KEY, Map.of("Interline-Tenant", ApiStand.OWN), "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aTenantOfSeveralConnectionsNamesTheOneThatIsMeant() {
        // Given
        String one = list() + "/" + make(providerOf(ApiStand.EU), "Only in Europe");
        for (int i = 0; i < MANY; i++) {
            make(providerOf(ApiStand.US), "Over there " + i);
        }

        // When
        Reply ambiguous = call("GET", list(), ApiStand.SEVERAL_KEY, Map.of(), "");
        Reply there = over(ApiStand.EU, one);
        String cursor =
                over(ApiStand.US, list() + "?limit=1").json().path("next").asText();

        // Then
        assertThat(ambiguous.status()).isEqualTo(400);
        assertThat(ambiguous.json().path("code").asText()).isEqualTo("API-1004");
        assertThat(ambiguous.json().path("errors").findValuesAsText("detail"))
                .containsExactly("may be '" + ApiStand.EU + "'", "may be '" + ApiStand.US + "'");
        assertThat(there.status()).isEqualTo(200);
        assertThat(over(ApiStand.US, list() + "?limit=1&cursor=" + cursor).status())
                .isEqualTo(200);
        assertThat(over(ApiStand.EU, list() + "?limit=1&cursor=" + cursor).status())
                .isEqualTo(400);
        assertThat(over(ApiStand.US, one).status()).isEqualTo(404);
        assertThat(over(ApiStand.OWN, list()).status()).isEqualTo(404);
    }

    private Reply over(String connection, String path) {
        return await().atMost(PATIENCE)
                .until(
                        () -> call("GET", path, ApiStand.SEVERAL_KEY, Map.of("Interline-Connection", connection), ""),
                        reply -> reply.status() != 429);
    }

    @Test
    void whatATenantsOverlaySaysShowsInItsReadsAndInNobodyElses() {
        // Given
        String own = makeAccount(provider);
        String others = makeAccount(providerOf(ApiStand.EU));
        String before = patiently(own).json().at("/fields/name").asText();

        // When
        mapping("versions", JSON.objectNode().put("content", "{\"industry\": \"as acme says\"}"));
        mapping("activate", JSON.objectNode().put("version", 1));

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        read(own).json().at("/fields/industry").asText())
                .isEqualTo("as acme says"));
        assertThat(patiently(own).json().at("/fields/name").asText())
                .isEqualTo(before)
                .isNotEmpty();
        assertThat(over(ApiStand.EU, others).json().at("/fields/name").asText()).isNotEmpty();
        assertThat(over(ApiStand.EU, others).json().at("/fields/industry").asText())
                .isEmpty();
        mapping("activate", JSON.objectNode().put("version", 0));
    }

    private void mapping(String act, ObjectNode wanted) {
        Reply done = api.send(
                "POST",
                "/admin/v1/mappings/" + accountMapping() + "/" + act,
                Map.of("Authorization", "Bearer " + ApiStand.PLATFORM_KEY),
                wanted.put("tenant", ApiStand.OWN)
                        .put("reason", "as the test wants")
                        .toString());
        assertThat(done.status()).as("%s", done).isBetween(200, 299);
    }
}
