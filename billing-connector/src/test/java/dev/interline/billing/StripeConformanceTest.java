package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.testkit.contract.ConnectorConformanceTest;
import dev.interline.testkit.contract.ConnectorUnderContract;
import dev.interline.testkit.contract.ProviderStand;
import dev.interline.testkit.contract.StandClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

@QuarkusTest
@QuarkusTestResource(
        value = ProviderStand.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = ProviderStand.PROVIDER, value = "stripe"))
class StripeConformanceTest extends ConnectorConformanceTest {

    private final Map<String, String> customers = new HashMap<>();

    @Override
    protected ConnectorUnderContract contract() {
        return new StripeContractTest();
    }

    @Override
    protected BusinessSystem system() {
        return BusinessSystem.BILLING;
    }

    @Override
    protected int refusalStatus() {
        return 400;
    }

    /** No command has an effect at Stripe; what counts is that what was read is told once. */
    @Override
    protected List<CanonicalCommand> commands(StandClient provider, String key) {
        StandClient.Answer made = provider.post(
                "/v1/customers", "application/x-www-form-urlencoded", "name=Acme&email=billing%40acme.example");
        assertThat(made.status()).isEqualTo(200);
        String customer = made.body().path("id").asText();
        customers.put(key, customer);
        return List.of(new BillingCommand.RefetchAccount(new ExternalRef(BusinessSystem.BILLING, customer)));
    }

    @Override
    protected String effectPath() {
        return "/v1/customers/";
    }

    @Override
    protected long effects(StandClient provider, String key) {
        return told(provider, customers.getOrDefault(key, ""));
    }

    @Override
    protected Optional<String> resource() {
        return Optional.of("customers");
    }

    @Override
    protected int moreThanAPage(StandClient provider) {
        int customers = 130;
        IntStream.range(0, customers).parallel().forEach(i -> assertThat(
                        provider.post("/v1/customers", "application/x-www-form-urlencoded", "name=Customer" + i)
                                .status())
                .isEqualTo(200));
        return customers;
    }

    @Override
    protected String listPath() {
        return "/v1/customers$";
    }
}
