package dev.interline.sdk.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.TenantId;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.mapping.Mapping.Layer;
import dev.interline.sdk.mapping.Mappings.Slot;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MappingTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final JsonNode BUYER = JsonNodeFactory.instance
            .objectNode()
            .put("title", "Acme")
            .put("level", "gold")
            .put("branch", "Tools");

    private final Mappings mappings = Mappings.packaged(Shop.MAPPINGS);

    @Test
    void thePackagedFileIsVersionZeroAndAlwaysThere() {
        // When
        Mapping mapping = mappings.of(Shop.BUYER, ACME);

        // Then
        assertThat(mapping.label()).isEqualTo("shop.buyer.from@0");
        assertThat(mapping.accountFields(BUYER))
                .isEqualTo(Map.of(AccountField.NAME, "Acme", AccountField.PLAN, "gold"));
        assertThat(MappingSample.problems(mapping, mappings.samples(Shop.BUYER)))
                .isEmpty();
    }

    @Test
    void anOverlayReplacesAddsAndLeavesOutAndTouchesNobodyElse() {
        // Given
        overlay("{\"name\": \"Acme & Co\", \"industry\": clean(.branch, 10), \"plan\": null}");

        // When
        Mapping mapping = mappings.of(Shop.BUYER, ACME);

        // Then
        assertThat(mapping.label()).isEqualTo("shop.buyer.from@0+1");
        assertThat(mapping.accountFields(BUYER))
                .isEqualTo(Map.of(AccountField.NAME, "Acme & Co", AccountField.INDUSTRY, "Tools"));
        assertThat(mapping.reads()).containsExactly("branch", "level", "title");
        assertThat(mappings.of(Shop.BUYER, new TenantId("other")).label()).isEqualTo("shop.buyer.from@0");
    }

    @Test
    void whatDoesNotFitIsUnmappableAndNamesFileLineAndField() {
        // Given
        overlay("{\n  \"plan\": \"x\",\n  \"shoe-size\": \"44\"\n}");

        // When / Then
        assertThatThrownBy(() -> mappings.of(Shop.BUYER, ACME).apply(BUYER))
                .isInstanceOfSatisfying(FailureException.class, failed -> {
                    assertThat(failed.failure().kind()).isEqualTo(FailureKind.UNMAPPABLE);
                    assertThat(failed.failure().code()).isEqualTo(Mapping.CODE);
                    assertThat(failed.failure().detail())
                            .startsWith("mapping shop.buyer.from@0+1: overlay.jslt line 3, field \"shoe-size\":"
                                    + " no field of an account has that name");
                });
    }

    @Test
    void aNumberIsNotAFact() {
        // Given
        overlay("{\"plan\": 7}");

        // When / Then
        assertThatThrownBy(() -> mappings.of(Shop.BUYER, ACME).apply(BUYER))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("it must be a text, not a number");
    }

    @Test
    void aVersionThatCannotBeCompiledAnyMoreMakesInputsUnmappableAndNothingIsGuessed() {
        // Given
        mappings.activate(Map.of(new Slot(Shop.BUYER, "acme"), new Layer(4, null, "no such function")));

        // When / Then
        assertThatThrownBy(() -> mappings.of(Shop.BUYER, ACME).apply(BUYER))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("version 4 cannot be compiled any more: no such function");
    }

    private void overlay(String text) {
        mappings.activate(
                Map.of(new Slot(Shop.BUYER, "acme"), Layer.of(1, MappingExpression.compile("overlay.jslt", text))));
    }
}
