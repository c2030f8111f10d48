package dev.interline.runtime.admin;

import org.jspecify.annotations.Nullable;

/**
 * Who calls an API.
 *
 * @param name the name of the API key, for the audit log
 * @param tenant the only tenant the key may see; absent for all
 * @param scope the widest scope of the key
 */
public record Caller(String name, @Nullable String tenant, Scope scope) {

    /** Whether the caller may see rows of that tenant. */
    public boolean sees(@Nullable String rowTenant) {
        return tenant == null || tenant.equals(rowTenant);
    }

    /** Whether the caller's key has the scope. */
    public boolean may(Scope needed) {
        return scope.compareTo(needed) >= 0;
    }

    /** @throws AdminFailure if the caller's key does not have the scope */
    void require(Scope needed) {
        if (!may(needed)) {
            throw AdminFailure.forbidden(needed);
        }
    }
}
