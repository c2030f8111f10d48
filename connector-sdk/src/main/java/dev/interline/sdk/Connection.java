package dev.interline.sdk;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's account at the connector's provider, with what is needed to talk to it.
 *
 * @param account what the provider calls the account
 * @param app the provider's app the account has installed, for providers that sign per app
 * @param signingSecrets the live webhook secrets, newest first
 * @param apiBase what stands before the provider's own paths, without a slash at the end
 * @param webhookUrl the URL the provider was told to call
 * @param limits the permits of its limits, where they are not the provider's usual ones, by the limit's name
 */
public record Connection(
        ConnectionId id,
        TenantId tenant,
        String account,
        @Nullable String app,
        List<String> signingSecrets,
        String apiBase,
        @Nullable String apiUser,
        String apiToken,
        String webhookUrl,
        Map<String, Integer> limits) {

    public Connection {
        signingSecrets = List.copyOf(signingSecrets);
        limits = Map.copyOf(limits);
        apiBase = apiBase.endsWith("/") ? apiBase.substring(0, apiBase.length() - 1) : apiBase;
    }

    /** One with the provider's usual limits. */
    public Connection(
            ConnectionId id,
            TenantId tenant,
            String account,
            @Nullable String app,
            List<String> signingSecrets,
            String apiBase,
            @Nullable String apiUser,
            String apiToken,
            String webhookUrl) {
        this(id, tenant, account, app, signingSecrets, apiBase, apiUser, apiToken, webhookUrl, Map.of());
    }

    /** Its id and account; never its secrets. */
    @Override
    public String toString() {
        return "Connection[" + id + ", tenant=" + tenant + ", account=" + account + "]";
    }
}
