package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.testkit.contract.ConnectorContractTest;
import dev.interline.testkit.contract.ProviderStand;
import dev.interline.testkit.contract.StandClient;
import dev.interline.testkit.contract.SubscriptionConformanceTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

@QuarkusTest
@QuarkusTestResource(
        value = ProviderStand.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = ProviderStand.PROVIDER, value = "hubspot"),
            @ResourceArg(name = ProviderStand.HEARTBEAT, value = "true")
        })
class HubSpotSubscriptionConformanceTest extends SubscriptionConformanceTest {

    private static final String JSON = "application/json";

    @Override
    protected ConnectorContractTest contract() {
        return new HubSpotContractTest();
    }

    @Override
    protected boolean hasAnyNumber() {
        return false;
    }

    @Override
    protected List<Seen> seen(StandClient account) {
        StandClient.Answer settings = account.get(path(account, "settings"));
        if (settings.status() == 404) {
            return List.of();
        }
        Set<String> events = new HashSet<>();
        boolean active = false;
        for (JsonNode one : subscriptions(account)) {
            active |= one.path("active").asBoolean();
            events.add(one.path("eventType").asText() + "/"
                    + one.path("propertyName").asText());
        }
        return List.of(
                new Seen("app-4711", settings.body().path("targetUrl").asText(), active || events.isEmpty(), events));
    }

    @Override
    protected void disable(StandClient account, Seen subscription) {
        subscriptions(account)
                .forEach(one -> done(account.call(
                        "PATCH",
                        path(account, "subscriptions/" + one.path("id").asText()),
                        JSON,
                        "{\"active\":false}")));
    }

    @Override
    protected void redirect(StandClient account, Seen subscription, String url) {
        done(account.call(
                "PUT",
                path(account, "settings"),
                JSON,
                "{\"targetUrl\":\"" + url + "\",\"throttling\":{\"maxConcurrentRequests\":10}}"));
    }

    @Override
    protected void leaveOnly(StandClient account, Seen subscription, String event) {
        for (JsonNode one : subscriptions(account)) {
            String name = one.path("eventType").asText() + "/"
                    + one.path("propertyName").asText();
            if (!name.equals(event)) {
                done(account.call(
                        "DELETE",
                        path(account, "subscriptions/" + one.path("id").asText()),
                        JSON,
                        ""));
            }
        }
    }

    @Override
    protected void delete(StandClient account, Seen subscription) {
        done(account.call("DELETE", path(account, "settings"), JSON, ""));
    }

    @Override
    protected void make(StandClient account, String url, Set<String> events, boolean marked) {
        throw new AssertionError("an app has one set of subscriptions");
    }

    private static JsonNode subscriptions(StandClient account) {
        return account.get(path(account, "subscriptions")).body().path("results");
    }

    private static String path(StandClient account, String rest) {
        return "/webhooks/v3/4711/" + rest + "?hapikey=" + account.connection().apiToken();
    }

    private static void done(StandClient.Answer answer) {
        assertThat(answer.status() / 100).as(answer.body().toString()).isEqualTo(2);
    }
}
