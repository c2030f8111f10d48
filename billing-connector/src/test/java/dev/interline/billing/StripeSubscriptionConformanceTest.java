package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.testkit.contract.ConnectorContractTest;
import dev.interline.testkit.contract.ProviderStand;
import dev.interline.testkit.contract.StandClient;
import dev.interline.testkit.contract.SubscriptionConformanceTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

@QuarkusTest
@QuarkusTestResource(
        value = ProviderStand.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = ProviderStand.PROVIDER, value = "stripe"))
class StripeSubscriptionConformanceTest extends SubscriptionConformanceTest {

    private static final String PATH = "/v1/webhook_endpoints";

    @Override
    protected ConnectorContractTest contract() {
        return new StripeContractTest();
    }

    @Override
    protected List<Seen> seen(StandClient account) {
        List<Seen> seen = new ArrayList<>();
        for (JsonNode one : account.get(PATH + "?limit=100").body().path("data")) {
            Set<String> events = new HashSet<>();
            one.path("enabled_events").forEach(event -> events.add(event.asText()));
            seen.add(new Seen(
                    one.path("id").asText(),
                    one.path("url").asText(),
                    one.path("status").asText().equals("enabled"),
                    events));
        }
        return seen.reversed();
    }

    @Override
    protected void disable(StandClient account, Seen subscription) {
        change(account, PATH + "/" + subscription.id(), "disabled=true");
    }

    @Override
    protected void redirect(StandClient account, Seen subscription, String url) {
        change(account, PATH + "/" + subscription.id(), "url=" + encoded(url));
    }

    @Override
    protected void leaveOnly(StandClient account, Seen subscription, String event) {
        change(account, PATH + "/" + subscription.id(), "enabled_events%5B0%5D=" + event);
    }

    @Override
    protected void delete(StandClient account, Seen subscription) {
        assertThat(account.call("DELETE", PATH + "/" + subscription.id(), "text/plain", "")
                        .status())
                .isEqualTo(200);
    }

    @Override
    protected void make(StandClient account, String url, Set<String> events, boolean marked) {
        String wanted = events.stream()
                .map(event -> "enabled_events%5B%5D=" + encoded(event))
                .collect(Collectors.joining("&"));
        String marks = marked
                ? "&metadata%5Binterline_connection%5D=" + account.connection().id()
                        + "&metadata%5Binterline_creation%5D=" + UUID.randomUUID()
                : "";
        change(account, PATH, "url=" + encoded(url) + "&" + wanted + marks);
    }

    private static void change(StandClient account, String path, String form) {
        StandClient.Answer answer = account.post(path, "application/x-www-form-urlencoded", form);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
