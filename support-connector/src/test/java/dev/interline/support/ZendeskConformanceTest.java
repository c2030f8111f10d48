package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.testkit.contract.ConnectorConformanceTest;
import dev.interline.testkit.contract.ConnectorUnderContract;
import dev.interline.testkit.contract.ProviderStand;
import dev.interline.testkit.contract.StandClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

@QuarkusTest
@QuarkusTestResource(
        value = ProviderStand.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = ProviderStand.PROVIDER, value = "zendesk"))
class ZendeskConformanceTest extends ConnectorConformanceTest {

    @Override
    protected ConnectorUnderContract contract() {
        return new ZendeskContractTest();
    }

    @Override
    protected BusinessSystem system() {
        return BusinessSystem.SUPPORT;
    }

    @Override
    protected int refusalStatus() {
        return 401;
    }

    @Override
    protected List<CanonicalCommand> commands(StandClient provider, String key) {
        AccountId account = new AccountId(key);
        return List.of(
                new SupportCommand.UpsertOrganization(account, Map.of(AccountField.NAME, "Organization " + key)),
                new SupportCommand.OpenTicket(
                        account, "cause:" + key, "Payment failed", "Body", TicketPriority.HIGH, List.of("interline")));
    }

    @Override
    protected String effectPath() {
        return "/api/v2/tickets";
    }

    @Override
    protected long effects(StandClient provider, String key) {
        return provider.get("/api/v2/tickets.json?external_id=cause:" + key)
                .body()
                .path("tickets")
                .size();
    }

    @Override
    protected Optional<String> resource() {
        return Optional.of("tickets");
    }

    @Override
    protected int moreThanAPage(StandClient provider) {
        int tickets = 510;
        IntStream.range(0, tickets).parallel().forEach(i -> assertThat(provider.post(
                                "/api/v2/tickets.json",
                                "application/json",
                                "{\"ticket\":{\"subject\":\"Listed " + i + "\",\"comment\":{\"body\":\"Body\"}}}")
                        .status())
                .isEqualTo(201));
        return tickets;
    }

    @Override
    protected String listPath() {
        return "/incremental/tickets";
    }
}
