package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.crm.CrmCommand;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@QuarkusTest
@QuarkusTestResource(
        value = ProviderStand.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = ProviderStand.PROVIDER, value = "hubspot"))
class HubSpotConformanceTest extends ConnectorConformanceTest {

    @Override
    protected ConnectorUnderContract contract() {
        return new HubSpotContractTest();
    }

    @Override
    protected BusinessSystem system() {
        return BusinessSystem.CRM;
    }

    @Override
    protected int refusalStatus() {
        return 401;
    }

    @Override
    protected List<CanonicalCommand> commands(StandClient provider, String key) {
        return List.of(new CrmCommand.UpsertAccount(new AccountId(key), Map.of(AccountField.NAME, "Company " + key)));
    }

    @Override
    protected String effectPath() {
        return "/companies/batch/upsert";
    }

    @Override
    protected long effects(StandClient provider, String key) {
        return provider.post("/crm/v3/objects/companies/search", "application/json", """
                        {"filterGroups":[{"filters":[{"propertyName":"name","operator":"EQ","value":"Company %s"}]}]}""".formatted(key))
                .body()
                .path("results")
                .size();
    }

    @Override
    protected Optional<String> resource() {
        return Optional.of("companies");
    }

    @Override
    protected int moreThanAPage(StandClient provider) {
        int batches = 3;
        int batch = 100;
        for (int i = 0; i < batches; i++) {
            int first = i * batch;
            String inputs = IntStream.range(first, first + batch)
                    .mapToObj(number -> "{\"properties\":{\"name\":\"Listed " + number + "\"}}")
                    .collect(Collectors.joining(","));
            assertThat(provider.post(
                                    HubSpotCompanies.COMPANIES + "/batch/create",
                                    "application/json",
                                    "{\"inputs\":[" + inputs + "]}")
                            .status())
                    .isEqualTo(201);
        }
        return batches * batch;
    }

    @Override
    protected String listPath() {
        return "/companies/search";
    }
}
