package dev.interline.sdk.mapping;

import dev.interline.canonical.TenantId;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.mapping.Mapping.Layer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The mappings of a connector in the versions that are active now. What is asked for is in memory; nothing waits. */
public final class Mappings {

    /** The owner of base versions. */
    static final String BASE = "";

    private final Map<String, MappingDefinition> definitions = new TreeMap<>();
    private final Map<String, Layer> packaged = new HashMap<>();
    private volatile Map<Slot, Layer> active = Map.of();

    /**
     * Where a version can be active.
     *
     * @param tenant {@link #BASE} or whose overlay it is
     */
    record Slot(String mapping, String tenant) {}

    private Mappings(MappingDefinitions definitions) {
        for (MappingDefinition definition : definitions.all()) {
            this.definitions.put(definition.name(), definition);
            packaged.put(
                    definition.name(),
                    Layer.of(0, MappingExpression.compile(definition.resource(), read(definition.resource()))));
        }
    }

    /**
     * Those in the class path, nothing else being active.
     *
     * @throws MappingRefused if one of the packaged files is no mapping
     */
    public static Mappings packaged(MappingDefinitions definitions) {
        return new Mappings(definitions);
    }

    /**
     * The mapping as the tenant has it.
     *
     * @throws IllegalArgumentException if the connector has no mapping of that name
     */
    public Mapping of(String name, TenantId tenant) {
        Map<Slot, Layer> now = active;
        return mapping(name, base(now, name), now.get(new Slot(name, tenant.value())));
    }

    /**
     * The mapping as the tenant of the command has it that is carried out.
     *
     * @throws IllegalStateException if nobody says whose command it is
     */
    public Mapping of(String name, Exchange exchange) {
        return of(name, CommandDelivery.tenantOf(exchange));
    }

    /** What the connector has. */
    Collection<MappingDefinition> definitions() {
        return Collections.unmodifiableCollection(definitions.values());
    }

    Optional<MappingDefinition> definition(String name) {
        return Optional.ofNullable(definitions.get(name));
    }

    /** The mapping in given versions; the packaged base if {@code base} is absent. */
    Mapping mapping(String name, @Nullable Layer base, @Nullable Layer overlay) {
        return new Mapping(require(name), base == null ? packagedBase(name) : base, overlay);
    }

    /** What is active for the base or the tenant's overlay; empty for an overlay there is none of. */
    Optional<Layer> active(String name, String tenant) {
        return tenant.equals(BASE)
                ? Optional.of(base(active, name))
                : Optional.ofNullable(active.get(new Slot(name, tenant)));
    }

    /** From now on these are active, and where there is none the packaged file. */
    void activate(Map<Slot, Layer> layers) {
        active = Map.copyOf(layers);
    }

    /** The samples packaged with a mapping. */
    List<MappingSample> samples(String name) {
        return MappingSample.read(read(require(name).samplesResource()));
    }

    private Layer base(Map<Slot, Layer> now, String name) {
        Layer layer = now.get(new Slot(name, BASE));
        return layer == null ? packagedBase(name) : layer;
    }

    private Layer packagedBase(String name) {
        require(name);
        return Objects.requireNonNull(packaged.get(name));
    }

    private MappingDefinition require(String name) {
        MappingDefinition definition = definitions.get(name);
        if (definition == null) {
            throw new IllegalArgumentException(
                    "There is no mapping '" + name + "' here; known are " + String.join(", ", definitions.keySet()));
        }
        return definition;
    }

    private static String read(String resource) {
        ClassLoader application = Objects.requireNonNullElse(
                Thread.currentThread().getContextClassLoader(), Mappings.class.getClassLoader());
        try (InputStream stream = application.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("There is no " + resource + " in the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
