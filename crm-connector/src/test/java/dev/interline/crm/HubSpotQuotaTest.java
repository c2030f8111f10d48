package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.ConnectionId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.durable.quota.QuotaDecision;
import dev.interline.durable.quota.QuotaGovernor;
import dev.interline.durable.quota.QuotaLimit;
import dev.interline.durable.quota.QuotaStatus;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sdk.provider.ProviderAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Two replicas that would call a small portal as often as they can, against the portal's own count. */
class HubSpotQuotaTest {

    private static final String TOKEN = "pat-test";
    private static final ConnectionId PORTAL = new ConnectionId("acme-hubspot");

    /** More than two intervals' worth. */
    private static final int CALLS = 180;

    private static final int CALLERS_OF_A_REPLICA = 6;

    @Test
    void aPortalOf100CallsIn10SecondsNeverRefusesUsThoughWeAreToldOf190() throws InterruptedException {
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(CALLS);
        Jdbi jdbi = TestDatabase.create();
        Account portal = Account.of("hubspot", "62515001", TOKEN).withRateLimit(100, 10_000);
        try (Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(portal));
                HttpClient http = HttpClient.newHttpClient();
                ScheduledExecutorService callers = Executors.newScheduledThreadPool(2 * CALLERS_OF_A_REPLICA);
                QuotaGovernor one = new QuotaGovernor(jdbi);
                QuotaGovernor two = new QuotaGovernor(jdbi)) {
            // Given
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(sandbox.baseUrl() + "/hubspot/crm/v3/objects/companies"))
                    .header("Authorization", "Bearer " + TOKEN)
                    .build();

            // When
            for (QuotaGovernor replica : List.of(one, two)) {
                Caller caller = new Caller(replica, http, request, callers, begun, ended, statuses);
                for (int i = 0; i < CALLERS_OF_A_REPLICA; i++) {
                    callers.execute(caller);
                }
            }
            boolean all = ended.await(3, TimeUnit.MINUTES);
            callers.shutdownNow();

            // Then
            assertThat(all).isTrue();
            assertThat(statuses).isEqualTo(Map.of(200, CALLS));
            assertThat(jdbi.withHandle(QuotaGovernor::status))
                    .filteredOn(status -> status.limit().equals("burst"))
                    .extracting(QuotaStatus::permits, QuotaStatus::providerLimit)
                    .containsExactly(tuple(190, 100));
        }
    }

    private record Caller(
            QuotaGovernor replica,
            HttpClient http,
            HttpRequest request,
            ScheduledExecutorService callers,
            AtomicInteger begun,
            CountDownLatch ended,
            Map<Integer, Integer> statuses)
            implements Runnable {

        private static final List<QuotaLimit> LIMITS = HubSpotLimits.LIMITS.stream()
                .filter(limit -> !limit.name().equals("search"))
                .map(limit -> new QuotaLimit(limit.name(), limit.permits(), limit.interval(), limit.burst()))
                .toList();

        @Override
        public void run() {
            if (begun.get() >= CALLS) {
                return;
            }
            switch (replica.acquire(PORTAL, LIMITS, CommandPriority.WEBHOOK)) {
                case QuotaDecision.Wait wait ->
                    callers.schedule(this, wait.duration().toNanos(), TimeUnit.NANOSECONDS);
                case QuotaDecision.Granted granted -> {
                    if (begun.incrementAndGet() <= CALLS) {
                        call();
                        callers.execute(this);
                    }
                }
            }
        }

        private void call() {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                Map<String, String> headers = new HashMap<>();
                response.headers()
                        .map()
                        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
                JsonNode noBody = MissingNode.getInstance();
                replica.observe(
                        PORTAL,
                        LIMITS,
                        HubSpotLimits.observations(new ProviderAnswer(response.statusCode(), headers, noBody, true)));
                statuses.merge(response.statusCode(), 1, Integer::sum);
                ended.countDown();
            } catch (IOException failed) {
                statuses.merge(0, 1, Integer::sum);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
