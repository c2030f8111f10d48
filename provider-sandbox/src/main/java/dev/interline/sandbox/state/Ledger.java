package dev.interline.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import java.time.Instant;
import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/** The sandbox's own record of every state-changing call it received: the judge of "nothing done twice". */
public final class Ledger {
    private final StateStore store;

    public Ledger(StateStore store) {
        this.store = store;
    }

    /** The rows one call is going to write. */
    public Effects effects(
            Instant now, String provider, @Nullable String account, String operation, @Nullable String idempotencyKey) {
        return new Effects(this, now, provider, account, operation, idempotencyKey);
    }

    void append(
            Effects call,
            Outcome outcome,
            @Nullable String entity,
            @Nullable String externalId,
            @Nullable JsonNode detail) {
        long sequence = store.next("ledger", 1);
        ObjectNode row = Json.object()
                .put("sequence", sequence)
                .put("at", call.now().toString())
                .put("provider", call.provider())
                .put("account", call.account())
                .put("operation", call.operation())
                .put("entity", entity)
                .put("externalId", externalId)
                .put("idempotencyKey", call.idempotencyKey())
                .put("outcome", outcome.toString());
        row.set("detail", detail == null ? Json.object() : detail);
        store.ledger().put(sequence, Json.write(row));
    }

    /** Rows after a sequence number, oldest first; null filters let everything through. */
    public ArrayNode rows(@Nullable String provider, @Nullable String account, long afterSequence, int limit) {
        ArrayNode rows = Json.array();
        Cursor<Long, String> cursor = store.ledger().cursor(afterSequence + 1);
        while (cursor.hasNext() && rows.size() < limit) {
            cursor.next();
            ObjectNode row = Json.object(cursor.getValue());
            if ((provider == null || provider.equals(Json.text(row, "provider")))
                    && (account == null || account.equals(Json.text(row, "account")))) {
                rows.add(row);
            }
        }
        return rows;
    }
}
