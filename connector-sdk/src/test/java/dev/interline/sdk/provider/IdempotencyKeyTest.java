package dev.interline.sdk.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.TenantId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {

    private static final OperationDescriptor REFUND =
            OperationDescriptor.nativeKey("create-refund", "Idempotency-Key", Duration.ofHours(23));
    private static final TenantId ACME = new TenantId("acme");

    @Test
    void anEffectHasOneKeyHoweverOftenItIsTried() {
        assertThat(ProviderCall.idempotencyKey(ACME, "cmd_1", REFUND))
                .isEqualTo(ProviderCall.idempotencyKey(ACME, "cmd_1", REFUND));
    }

    @Test
    void anotherTenantEffectOrOperationHasAnotherKeyThatEveryProviderTakes() {
        // When
        List<String> keys = List.of(
                ProviderCall.idempotencyKey(ACME, "cmd_1", REFUND),
                ProviderCall.idempotencyKey(new TenantId("globex"), "cmd_1", REFUND),
                ProviderCall.idempotencyKey(ACME, "cmd_2", REFUND),
                ProviderCall.idempotencyKey(
                        ACME, "cmd_1", OperationDescriptor.nativeKey("pay", "Idempotency-Key", Duration.ofHours(1))));

        // Then
        assertThat(keys).doesNotHaveDuplicates().allSatisfy(key -> assertThat(key)
                .hasSizeLessThanOrEqualTo(64)
                .matches("[A-Za-z0-9_]+")
                .doesNotContain("acme", "cmd_1"));
    }
}
