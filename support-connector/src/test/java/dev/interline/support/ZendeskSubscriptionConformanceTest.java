package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.testkit.contract.ConnectorContractTest;
import dev.interline.testkit.contract.ProviderStand;
import dev.interline.testkit.contract.StandClient;
import dev.interline.testkit.contract.SubscriptionConformanceTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

@QuarkusTest
@QuarkusTestResource(
        value = ProviderStand.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = ProviderStand.PROVIDER, value = "zendesk"))
class ZendeskSubscriptionConformanceTest extends SubscriptionConformanceTest {

    private static final String PATH = "/api/v2/webhooks";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    protected ConnectorContractTest contract() {
        return new ZendeskContractTest();
    }

    @Override
    protected List<Seen> seen(StandClient account) {
        List<Seen> seen = new ArrayList<>();
        for (JsonNode one : account.get(PATH).body().path("webhooks")) {
            Set<String> events = new HashSet<>();
            one.path("subscriptions").forEach(event -> events.add(event.asText()));
            seen.add(new Seen(
                    one.path("id").asText(),
                    one.path("endpoint").asText(),
                    one.path("status").asText().equals("active"),
                    events));
        }
        return seen;
    }

    @Override
    protected void disable(StandClient account, Seen subscription) {
        change(account, subscription, JSON.objectNode().put("status", "inactive"));
    }

    @Override
    protected void redirect(StandClient account, Seen subscription, String url) {
        change(account, subscription, JSON.objectNode().put("endpoint", url));
    }

    @Override
    protected void leaveOnly(StandClient account, Seen subscription, String event) {
        ObjectNode webhook = JSON.objectNode();
        webhook.putArray("subscriptions").add(event);
        change(account, subscription, webhook);
    }

    @Override
    protected void delete(StandClient account, Seen subscription) {
        assertThat(account.call("DELETE", PATH + "/" + subscription.id(), "application/json", "")
                        .status())
                .isEqualTo(204);
    }

    @Override
    protected void make(StandClient account, String url, Set<String> events, boolean marked) {
        ObjectNode webhook = JSON.objectNode()
                .put("name", marked ? "Interline " + account.connection().id() : "by hand")
                .put("endpoint", url)
                .put("http_method", "POST")
                .put("request_format", "json")
                .put("status", "active");
        ArrayNode subscriptions = webhook.putArray("subscriptions");
        events.forEach(subscriptions::add);
        assertThat(account.post(PATH, "application/json", wrapped(webhook)).status())
                .isEqualTo(201);
    }

    private static void change(StandClient account, Seen subscription, ObjectNode webhook) {
        assertThat(account.call("PATCH", PATH + "/" + subscription.id(), "application/json", wrapped(webhook))
                        .status())
                .isEqualTo(204);
    }

    private static String wrapped(ObjectNode webhook) {
        ObjectNode body = JSON.objectNode();
        body.set("webhook", webhook);
        return body.toString();
    }
}
