package dev.interline.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sandbox.exchange.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one call does to the world, row by row, as the ledger will show it. */
public final class Effects {
    private final @Nullable Ledger ledger;
    private final Instant now;
    private final String provider;
    private final @Nullable String account;
    private final String operation;
    private final @Nullable String idempotencyKey;
    private boolean recorded;

    Effects(
            @Nullable Ledger ledger,
            Instant now,
            String provider,
            @Nullable String account,
            String operation,
            @Nullable String idempotencyKey) {
        this.ledger = ledger;
        this.now = now;
        this.provider = provider;
        this.account = account;
        this.operation = operation;
        this.idempotencyKey = idempotencyKey;
    }

    /** For calls that the ledger does not show: reads, and people who act through the control plane. */
    public static Effects unrecorded(Instant now) {
        return new Effects(null, now, "", null, "", null);
    }

    /** The moment at which everything in this call happens. */
    public Instant now() {
        return now;
    }

    public void applied(String entity, @Nullable String externalId, @Nullable JsonNode detail) {
        append(Outcome.APPLIED, entity, externalId, detail);
    }

    public void replayed(@Nullable String entity, @Nullable String externalId) {
        append(Outcome.REPLAYED, entity, externalId, null);
    }

    public void rejected(@Nullable String entity, @Nullable String externalId, String reason) {
        append(Outcome.REJECTED, entity, externalId, Json.object().put("reason", reason));
    }

    /** Whether a row was written already. */
    public boolean recorded() {
        return recorded;
    }

    String provider() {
        return provider;
    }

    @Nullable
    String account() {
        return account;
    }

    String operation() {
        return operation;
    }

    @Nullable
    String idempotencyKey() {
        return idempotencyKey;
    }

    private void append(
            Outcome outcome, @Nullable String entity, @Nullable String externalId, @Nullable JsonNode detail) {
        recorded = true;
        if (ledger != null) {
            ledger.append(this, outcome, entity, externalId, detail);
        }
    }
}
