package dev.interline.support;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.sdk.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Acme's help desk. */
final class TestConnections {

    static final String SECRET = "c2VjcmV0LW9mLWFjbWU=";

    private TestConnections() {}

    static Connection acme() {
        return acme(List.of(SECRET));
    }

    static Connection acme(List<String> secrets) {
        return connection(secrets, "agent@acme.example");
    }

    static Connection connection(List<String> secrets, @Nullable String apiUser) {
        return new Connection(
                new ConnectionId("acme-zendesk"),
                new TenantId("acme"),
                "acme",
                null,
                secrets,
                "http://127.0.0.1/zendesk/acme",
                apiUser,
                "token-of-acme",
                "http://127.0.0.1/webhooks/acme-zendesk");
    }
}
