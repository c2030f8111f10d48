package dev.interline.sdk.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.TenantId;
import java.util.Map;

/** What a connector brings to its system API; its contract, which declares the commands, stands in {@code META-INF/openapi.yaml}. */
public interface ConnectorApi {

    /** Its records, by the name after {@code /api/v1/}. */
    Map<String, ApiResource> resources();

    /**
     * A command as it may be stored and travel: where the model wants personal data sealed, it is afterwards.
     *
     * @param type the canonical command
     */
    default ObjectNode sealed(TenantId tenant, String type, ObjectNode command) {
        return command;
    }
}
