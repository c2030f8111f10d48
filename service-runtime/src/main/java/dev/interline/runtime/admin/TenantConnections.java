package dev.interline.runtime.admin;

import dev.interline.durable.replay.Filter;
import dev.interline.runtime.InterlineConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Whose each connection is, for rows that are kept by connection. */
@ApplicationScoped
public class TenantConnections {

    private final Map<String, String> tenantByConnection = new TreeMap<>();

    public TenantConnections(InterlineConfig config) {
        config.connections().forEach((id, connection) -> tenantByConnection.put(id, connection.tenant()));
    }

    /**
     * The filter by connection instead of by tenant. A tenant with several connections here names one of them; its first
     * counts otherwise.
     *
     * @return the same filter if it names no tenant; one that matches nothing if the tenant does not have the connection
     */
    public Filter narrowed(Filter filter) {
        if (filter.tenant() == null) {
            return filter;
        }
        String connection = tenantByConnection.entrySet().stream()
                .filter(entry -> entry.getValue().equals(filter.tenant()))
                .map(Map.Entry::getKey)
                .filter(id -> filter.connection() == null || filter.connection().equals(id))
                .findFirst()
                .orElse("");
        return new Filter(
                filter.ids(),
                connection,
                null,
                filter.type(),
                filter.subject(),
                filter.state(),
                filter.code(),
                filter.queue(),
                filter.since(),
                filter.until());
    }

    /** The tenant of each connection, by connection id. */
    Map<String, String> all() {
        return Collections.unmodifiableMap(tenantByConnection);
    }

    /** Whether the caller may see rows of that connection. */
    boolean visible(Caller caller, String connection) {
        return caller.tenant() == null || Objects.equals(caller.tenant(), tenantByConnection.get(connection));
    }
}
