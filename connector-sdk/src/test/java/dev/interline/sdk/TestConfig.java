package dev.interline.sdk;

import dev.interline.runtime.InterlineConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Configuration as a service would read it. */
public final class TestConfig {

    private TestConfig() {}

    /** One connection and nothing else. */
    public static InterlineConfig withConnection(String id, String tenant) {
        String prefix = "interline.connections." + id + ".";
        return new SmallRyeConfigBuilder()
                .withMapping(InterlineConfig.class)
                .addDefaultInterceptors()
                .withDefaultValues(Map.of(
                        "interline.instance",
                        "test",
                        prefix + "tenant",
                        tenant,
                        prefix + "account",
                        "account-1",
                        prefix + "signing-secrets",
                        "secret",
                        prefix + "api-base",
                        "https://api.example",
                        prefix + "api-token",
                        "token",
                        prefix + "webhook-url",
                        "https://x.example"))
                // Outside Quarkus a duration is written as in ISO 8601.
                .withDefaultValue("interline.dispatcher.retry-first", "PT1S")
                .withDefaultValue("interline.dispatcher.retry-cap", "PT1H")
                .withDefaultValue("interline.dispatcher.give-up-after", "PT72H")
                .withDefaultValue("interline.breaker.open-first", "PT5S")
                .withDefaultValue("interline.breaker.open-longest", "PT60S")
                .withDefaultValue("interline.breaker.forget-after", "PT10M")
                .withDefaultValue("interline.subscriptions.every", "PT15M")
                .withDefaultValue("interline.subscriptions.heartbeat-every", "PT10M")
                .withDefaultValue("interline.oscillation.window", "PT10M")
                .withDefaultValue("interline.sync.every", "PT5M")
                .withDefaultValue("interline.sync.overlap", "PT5M")
                .withDefaultValue("interline.sync.compare-every", "PT24H")
                .build()
                .getConfigMapping(InterlineConfig.class);
    }
}
