package dev.interline.sdk.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.message.CanonicalJson;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code mapping:<name>}: the fields of the body by that mapping, as the tenant of the delivery has it.
 *
 * <p>Body in: JSON, or what can be written as JSON. Body out: an object with the fields. The header {@value #VERSION} then
 * tells name and versions. What the mapping cannot cope with is thrown as UNMAPPABLE.
 */
@Singleton
@Named("mapping")
public final class MappingComponent extends DefaultComponent {

    /** The header that tells which versions have made the body. */
    public static final String VERSION = "MappingVersion";

    private final Mappings mappings;

    MappingComponent(Mappings mappings) {
        this.mappings = mappings;
    }

    /** @throws IllegalArgumentException if the connector has no mapping of that name */
    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        if (mappings.definition(name).isEmpty()) {
            throw new IllegalArgumentException("There is no mapping '" + name + "'; known are "
                    + mappings.definitions().stream()
                            .map(MappingDefinition::name)
                            .toList());
        }
        return new MappingEndpoint(uri, this, name);
    }

    private void map(String name, Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        JsonNode input =
                body instanceof JsonNode json ? json : CanonicalJson.mapper().valueToTree(body);
        Mapping mapping = mappings.of(name, exchange);
        exchange.getMessage().setBody(mapping.apply(input));
        exchange.getMessage().setHeader(VERSION, mapping.label());
    }

    private static final class MappingEndpoint extends DefaultEndpoint {

        private final MappingComponent component;
        private final String name;

        MappingEndpoint(String uri, MappingComponent component, String name) {
            super(uri, component);
            this.component = component;
            this.name = name;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    component.map(name, exchange);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("A mapping is a step of a route, not where one begins");
        }
    }
}
