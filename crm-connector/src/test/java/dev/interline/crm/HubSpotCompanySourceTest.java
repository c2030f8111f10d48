package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.durable.sync.Sync;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.sdk.sync.SyncSource;
import dev.interline.testkit.contract.SourceStand;
import dev.interline.testkit.contract.SyncSourceContractTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** HubSpot's search stops at 10,000 results and orders equals as it likes; its list has no end, and no time. */
class HubSpotCompanySourceTest extends SyncSourceContractTest {

    private static final int BATCH = 100;

    private final HubSpotCompanySource source = new HubSpotCompanySource(new HubSpotCompanies());

    @Override
    protected SyncSource source() {
        return source;
    }

    @Override
    protected ProviderGateway gateway() {
        return new HubSpotGateway();
    }

    @Override
    protected SourceStand account() {
        return new SourceStand("hubspot", "62515001", gateway());
    }

    @Override
    protected int page() {
        return 200;
    }

    @Override
    protected List<String> create(SourceStand provider, int count) {
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode inputs = body.putArray("inputs");
            for (int i = 0; i < Math.min(BATCH, count - ids.size()); i++) {
                inputs.addObject().putObject("properties").put("name", "Company " + (ids.size() + i));
            }
            provider.act(ProviderRequest.post(HubSpotCompanies.COMPANIES + "/batch/create", body))
                    .path("results")
                    .forEach(company -> ids.add(company.path("id").asText()));
        }
        return ids;
    }

    @Override
    protected String change(SourceStand provider, String id) {
        String name = "Renamed at " + provider.now();
        provider.act(new ProviderRequest(
                "PATCH",
                HubSpotCompanies.COMPANIES + "/" + id,
                Map.of(),
                ("{\"properties\":{\"name\":\"" + name + "\"}}").getBytes(StandardCharsets.UTF_8)));
        return name;
    }

    @Override
    protected void delete(SourceStand provider, String id) {
        provider.act(new ProviderRequest("DELETE", HubSpotCompanies.COMPANIES + "/" + id, Map.of(), null));
    }

    @Test
    void whatChangesAfterThePassBeganIsLeftToTheNext() {
        // Given
        create(stand(), BATCH);

        // When: the pass ends at the time of the import, that time not included
        Pass pass = pass(Sync.Kind.SYNC, Instant.EPOCH, read -> {});
        settle();
        Pass next = pass(Sync.Kind.SYNC, Instant.EPOCH, read -> {});

        // Then
        assertThat(pass.listed()).isEmpty();
        assertThat(next.listed()).hasSize(BATCH);
    }

    @Test
    void recordsOfTwoTimesAreReadAcrossTheBorderOfAFullPageOfEquals() {
        // Given
        List<String> ids = new ArrayList<>(create(stand(), page() + 1));
        stand().pass(Duration.ofMillis(1));
        ids.addAll(create(stand(), page() + 1));
        settle();

        // When
        Pass pass = pass(Sync.Kind.SYNC, Instant.EPOCH, read -> {});

        // Then
        assertThat(pass.subjects()).containsExactlyInAnyOrderElementsOf(ids);
    }
}
