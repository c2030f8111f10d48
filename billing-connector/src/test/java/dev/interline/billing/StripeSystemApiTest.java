package dev.interline.billing;

import dev.interline.testkit.api.ApiClient;
import dev.interline.testkit.api.ApiStand;
import dev.interline.testkit.api.SystemApiContractTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

@QuarkusTest
@QuarkusTestResource(
        value = ApiStand.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = ApiStand.PROVIDER, value = "stripe"))
class StripeSystemApiTest extends SystemApiContractTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @Override
    protected String resource() {
        return "accounts";
    }

    @Override
    protected String filter() {
        return "createdAfter=2020-01-01T00:00:00Z";
    }

    @Override
    protected String make(ApiClient provider, String name) {
        return atProvider(
                        provider,
                        "POST",
                        "/v1/customers",
                        FORM,
                        "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&email=billing%40acme.example")
                .path("id")
                .asText();
    }

    @Override
    protected Wanted command(ApiClient provider, String key) {
        return new Wanted("POST", "/api/v1/accounts/" + make(provider, key) + "/refresh", "");
    }

    /** A record that is only read again is neither made nor touched. */
    @Override
    protected boolean commandNamesItsRecord() {
        return false;
    }

    @Override
    protected Map<String, String> badBodies() {
        return Map.of("{}", "#");
    }

    @Override
    protected Map<String, String> credentials(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }
}
