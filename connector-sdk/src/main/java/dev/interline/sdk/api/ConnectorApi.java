package dev.interline.sdk.api;

import java.util.Map;

/** What a connector brings to its system API; its contract stands in {@code META-INF/openapi.yaml}. */
public interface ConnectorApi {

    /** Its records, by the name after {@code /api/v1/}. */
    Map<String, ApiResource> resources();

    /** What can be asked for, by the operation id in the contract. */
    Map<String, ApiCommand> commands();
}
