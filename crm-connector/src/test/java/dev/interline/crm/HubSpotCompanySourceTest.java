package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.sync.Cursor;
import dev.interline.durable.sync.Sync;
import dev.interline.durable.sync.Window;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.sdk.sync.Reading;
import dev.interline.sdk.sync.SyncSource.Listed;
import dev.interline.sdk.sync.SyncSource.Listing;
import dev.interline.sdk.sync.SyncSource.Query;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The source against the simulated portal, which stops at 10,000 results and orders equals as it likes. */
class HubSpotCompanySourceTest {

    private static final String TOKEN = "pat-test";
    private static final Instant IMPORTED = Instant.parse("2026-11-01T10:00:00Z");
    private static final int MORE_THAN_A_SEARCH_SHOWS = 10_100;
    private static final int BATCH = 100;

    private final HubSpotCompanySource source = new HubSpotCompanySource(new HubSpotCompanies());

    @Test
    void moreThanTenThousandCompaniesOfOneTimeAreAllReadOnceAndThePassEnds() throws Exception {
        try (Sandbox sandbox = portal(IMPORTED);
                HttpClient http = HttpClient.newHttpClient()) {
            // Given
            for (int i = 0; i < MORE_THAN_A_SEARCH_SHOWS; i += BATCH) {
                importBatch(http, sandbox, i);
            }

            // When
            List<Listed> read = pass(http, sandbox, Sync.Kind.BACKFILL, IMPORTED.plusSeconds(60));

            // Then
            assertThat(read.stream().map(Listed::present).distinct()).hasSize(MORE_THAN_A_SEARCH_SHOWS);
            // The first page, which has shown that all have one time, is read again in the order of ids.
            assertThat(read).hasSize(MORE_THAN_A_SEARCH_SHOWS + 200);
            assertThat(read.stream()
                            .map(Listed::event)
                            .map(ProviderEvent::dedupeKey)
                            .distinct())
                    .hasSize(MORE_THAN_A_SEARCH_SHOWS);
            assertThat(read).allSatisfy(listed -> assertThat(listed.event().meaning())
                    .isInstanceOf(ProviderEvent.Meaning.Translated.class));
        }
    }

    @Test
    void whatChangesAfterThePassBeganIsLeftToTheNext() throws Exception {
        try (Sandbox sandbox = portal(IMPORTED);
                HttpClient http = HttpClient.newHttpClient()) {
            // Given
            importBatch(http, sandbox, 0);

            // When
            List<Listed> read = pass(http, sandbox, Sync.Kind.SYNC, IMPORTED);
            List<Listed> next = pass(http, sandbox, Sync.Kind.SYNC, IMPORTED.plusMillis(1));

            // Then
            assertThat(read).isEmpty();
            assertThat(next).hasSize(BATCH);
        }
    }

    @Test
    void aComparisonReadsTheListWhichHasNoEnd() throws Exception {
        try (Sandbox sandbox = portal(IMPORTED);
                HttpClient http = HttpClient.newHttpClient()) {
            // Given
            importBatch(http, sandbox, 0);
            importBatch(http, sandbox, BATCH);
            importBatch(http, sandbox, 2 * BATCH);

            // When
            List<Listed> read = pass(http, sandbox, Sync.Kind.COMPARISON, IMPORTED.minusSeconds(60));

            // Then
            assertThat(read.stream().map(Listed::present).distinct()).hasSize(3 * BATCH);
        }
    }

    private static Sandbox portal(Instant now) {
        return Sandbox.start(
                SandboxConfig.inMemory(Account.of("hubspot", "62515001", TOKEN)), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void importBatch(HttpClient http, Sandbox sandbox, int from) throws Exception {
        String inputs = IntStream.range(from, from + BATCH)
                .mapToObj(i -> "{\"properties\":{\"name\":\"Company " + i + "\"}}")
                .collect(Collectors.joining(","));
        send(
                http,
                sandbox,
                new ProviderRequest(
                        "POST",
                        HubSpotCompanies.COMPANIES + "/batch/create",
                        java.util.Map.of(),
                        ("{\"inputs\":[" + inputs + "]}").getBytes(StandardCharsets.UTF_8)));
    }

    private List<Listed> pass(HttpClient http, Sandbox sandbox, Sync.Kind kind, Instant until) throws Exception {
        List<Listed> read = new ArrayList<>();
        @Nullable Cursor cursor = null;
        for (int page = 0; page < 200; page++) {
            Reading reading =
                    new Reading(connection(sandbox), kind, new Window(until.minus(Duration.ofDays(1)), until), cursor);
            Query query = source.query(reading);
            Listing listing = source.read(reading, send(http, sandbox, query.request()));
            read.addAll(listing.records());
            cursor = listing.next();
            if (cursor == null) {
                return read;
            }
        }
        throw new AssertionError("the pass does not end");
    }

    private static JsonNode send(HttpClient http, Sandbox sandbox, ProviderRequest request)
            throws IOException, InterruptedException {
        String query = request.query().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        byte[] body = request.body();
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/hubspot" + request.path() + "?" + query))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .method(
                                request.method(),
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isLessThan(300);
        return CanonicalJson.mapper().readTree(response.body());
    }

    private static Connection connection(Sandbox sandbox) {
        return new Connection(
                new ConnectionId("acme-hubspot"),
                new TenantId("acme"),
                "62515001",
                null,
                List.of("secret"),
                sandbox.baseUrl() + "/hubspot",
                null,
                TOKEN,
                "https://interline.test/webhooks/acme-hubspot");
    }
}
