package dev.interline.sdk.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.TenantId;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.sdk.Connection;
import dev.interline.sdk.api.ApiContract.Operation;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderReads;
import dev.interline.sdk.provider.ProviderRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/** Answers reads of the system API, live from the provider. */
final class ApiReads {

    private static final int DEFAULT_LIMIT = 25;
    private static final Set<String> NO_FILTERS = Set.of("limit", "cursor", "fields");

    private static final String BY_KEY = "by-key";

    /** Which record it is stays, whatever is selected. */
    private static final String REF = "ref";

    private final Map<String, ApiResource> resources;
    private final ProviderReads provider;
    private final Jdbi jdbi;
    private final Clock clock;

    ApiReads(Map<String, ApiResource> resources, ProviderReads provider, Jdbi jdbi, Clock clock) {
        this.resources = Map.copyOf(resources);
        this.provider = provider;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * What a path under the base is about; what follows the record there is something of it.
     *
     * @param by {@code ""} for all of the resource, {@code id} or {@code key}
     */
    record Place(String resource, String by) {

        static Place of(String template) {
            List<String> segments =
                    List.of(template.substring(SystemApi.BASE.length() + 1).split("/"));
            String by = segments.size() == 1 ? "" : segments.get(1).equals(BY_KEY) ? "key" : "id";
            return new Place(segments.getFirst(), by);
        }
    }

    ApiAnswer list(Operation operation, Connection connection, Map<String, String> query) {
        Set<String> fields = fields(operation, query);
        Map<String, String> filters = new TreeMap<>(query);
        filters.keySet().removeAll(NO_FILTERS);
        String resource = Place.of(operation.template()).resource();
        PageCursor cursors = new PageCursor(connection.tenant(), connection.id(), resource, filters);
        String cursor = query.get("cursor");
        String position = cursor == null ? null : cursors.read(cursor);
        int limit = Integer.parseInt(query.getOrDefault("limit", Integer.toString(DEFAULT_LIMIT)));
        ApiResource.Page page = page(resource, new ApiResource.Query(limit, position, filters), connection);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        page.items().forEach(item -> items.add(selected(item, fields)));
        if (page.next() == null) {
            return ApiAnswer.json(200, body).with("ETag", EntityTags.weak(EntityTags.strong(body)));
        }
        String next = cursors.write(page.next());
        body.put("next", next);
        return ApiAnswer.json(200, body)
                .with("ETag", EntityTags.weak(EntityTags.strong(body)))
                .with("Link", "<" + address(operation.template(), query, next) + ">; rel=\"next\"");
    }

    private ApiResource.Page page(String resource, ApiResource.Query query, Connection connection) {
        try {
            return resource(resource).list(query, reader(connection));
        } catch (FailureException failed) {
            // The record a page ended with may be gone; the provider then refuses what was a position once.
            if (query.position() != null && failed.failure().kind() == FailureKind.REJECTED) {
                throw ApiRefusal.cursor();
            }
            throw failed;
        }
    }

    private static String address(String template, Map<String, String> query, String next) {
        Map<String, String> following = new TreeMap<>(query);
        following.put("cursor", next);
        StringBuilder address = new StringBuilder(template);
        following.forEach((name, value) -> address.append(address.indexOf("?") < 0 ? '?' : '&')
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
        return address.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    ApiAnswer one(Operation operation, Connection connection, Map<String, String> path, Map<String, String> query) {
        Set<String> fields = fields(operation, query);
        ObjectNode whole = find(operation.template(), connection, path)
                .orElseThrow(() -> ApiRefusal.unknown("The provider knows no such record"));
        String tag = EntityTags.strong(whole);
        return ApiAnswer.json(200, selected(whole, fields)).with("ETag", fields.isEmpty() ? tag : EntityTags.weak(tag));
    }

    /** The record a path names, read now. */
    Optional<ObjectNode> find(String template, Connection connection, Map<String, String> path) {
        Place place = Place.of(template);
        ApiResource resource = resource(place.resource());
        return place.by().equals("key")
                ? resource.ofKey(path.getOrDefault("key", ""), reader(connection))
                : resource.one(path.getOrDefault("id", ""), reader(connection));
    }

    private ApiResource resource(String name) {
        ApiResource resource = resources.get(name);
        if (resource == null) {
            throw new IllegalStateException("The contract has " + name + ", but no ApiResource is called so");
        }
        return resource;
    }

    private ProviderReader reader(Connection connection) {
        jdbi.useHandle(handle -> ConnectionRest.refuseWhileResting(handle, connection, clock.instant()));
        return new ProviderReader() {
            @Override
            public TenantId tenant() {
                return connection.tenant();
            }

            @Override
            public ProviderAnswer read(String operation, ProviderRequest request) {
                return provider.read(connection, CommandPriority.USER, operation, request);
            }
        };
    }

    /** The members that are asked for; none means all. */
    private static Set<String> fields(Operation operation, Map<String, String> query) {
        String wanted = query.get("fields");
        if (wanted == null) {
            return Set.of();
        }
        Set<String> fields = new TreeSet<>(List.of(wanted.split(",")));
        if (!operation.members().containsAll(fields)) {
            throw ApiRefusal.parameters(
                    List.of(ApiProblem.Place.ofParameter("fields", "is a list of some of " + operation.members())));
        }
        fields.add(REF);
        return fields;
    }

    private static ObjectNode selected(ObjectNode whole, Set<String> fields) {
        return fields.isEmpty() ? whole : whole.deepCopy().retain(fields);
    }
}
