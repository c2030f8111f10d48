package dev.interline.durable.request;

import dev.interline.canonical.TenantId;
import dev.interline.durable.Ids;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/**
 * Which requests a tenant's callers have made under an idempotency key, and how they were answered (<a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">Idempotency-Key</a>). A key is claimed
 * and answered in the transaction of the effect: both are there or neither.
 */
public final class RequestLedger {

    /** What is known of a key. */
    public sealed interface Claim {

        /** Nothing: the request may be carried out in this transaction. */
        record Fresh() implements Claim {}

        /** The same request was answered before, with this. */
        record Answered(String answer) implements Claim {}

        /** Another request was made with this key. */
        record TakenByAnother() implements Claim {}

        /** A request with this key is being carried out at this moment. */
        record UnderWay() implements Claim {}
    }

    /**
     * One request as it is told from others.
     *
     * @param key as the caller chose it
     * @param fingerprint the same for the same request
     */
    public record Request(TenantId tenant, String key, String fingerprint) {

        String keyHash() {
            return Ids.sha256(key);
        }
    }

    /** What is known of the key, without claiming it: never {@code UnderWay}. */
    public Claim look(Handle handle, Request request) {
        return handle.createQuery(
                        "select fingerprint, answer from api_request where tenant_id = :tenant and key_hash = :key")
                .bind("tenant", request.tenant().value())
                .bind("key", request.keyHash())
                .map((rs, context) -> request.fingerprint().equals(rs.getString("fingerprint"))
                        ? new Claim.Answered(Objects.requireNonNull(rs.getString("answer")))
                        : (Claim) new Claim.TakenByAnother())
                .findOne()
                .orElseGet(Claim.Fresh::new);
    }

    /** Claims the key until the end of the transaction, unless it is known or claimed by another. */
    public Claim claim(Handle handle, Request request) {
        boolean ours = handle.createQuery(
                        "select pg_try_advisory_xact_lock(hashtextextended(:tenant || '|' || :key, 0))")
                .bind("tenant", request.tenant().value())
                .bind("key", request.keyHash())
                .mapTo(Boolean.class)
                .one();
        return ours ? look(handle, request) : new Claim.UnderWay();
    }

    /**
     * Remembers how the claimed request was answered.
     *
     * @param caller the name of the API key that asked
     * @param answer without personal data
     */
    public void answered(Handle handle, Request request, String caller, String commandId, String answer) {
        handle.createUpdate("""
                        insert into api_request (tenant_id, key_hash, fingerprint, caller, command_id, answer)
                        values (:tenant, :key, :fingerprint, :caller, :command, :answer)""")
                .bind("tenant", request.tenant().value())
                .bind("key", request.keyHash())
                .bind("fingerprint", request.fingerprint())
                .bind("caller", caller)
                .bind("command", commandId)
                .bind("answer", answer)
                .execute();
    }
}
