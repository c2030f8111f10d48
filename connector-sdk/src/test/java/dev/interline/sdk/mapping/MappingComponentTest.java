package dev.interline.sdk.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.runtime.route.Delivery;
import dev.interline.sdk.mapping.Mapping.Layer;
import dev.interline.sdk.mapping.Mappings.Slot;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class MappingComponentTest {

    @Test
    void aStepMapsTheBodyAsTheTenantOfTheDeliveryHasIt() throws Exception {
        // Given
        Mappings mappings = Mappings.packaged(Shop.MAPPINGS);
        mappings.activate(Map.of(
                new Slot(Shop.BUYER, "acme"),
                Layer.of(3, MappingExpression.compile("overlay.jslt", "{\"plan\": \"vip\"}"))));
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("mapping", new MappingComponent(mappings));
            camel.start();
            ProducerTemplate routes = camel.createProducerTemplate();

            // When
            Exchange mapped = routes.send("mapping:" + Shop.BUYER, exchange -> {
                exchange.getMessage().setHeader(Delivery.TENANT, "acme");
                exchange.getMessage().setBody(Map.of("title", "Acme", "level", "gold"));
            });

            // Then
            JsonNode fields = mapped.getMessage().getBody(JsonNode.class);
            assertThat(fields).hasToString("{\"name\":\"Acme\",\"plan\":\"vip\"}");
            assertThat(mapped.getMessage().getHeader(MappingComponent.VERSION)).isEqualTo("shop.buyer.from@0+3");
        }
    }
}
