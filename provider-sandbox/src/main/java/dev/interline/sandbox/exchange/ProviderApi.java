package dev.interline.sandbox.exchange;

import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.state.Effects;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One provider's HTTP API over the sandbox's state. */
public interface ProviderApi {
    /** First path segment and ledger name, such as {@code stripe}. */
    String name();

    /** The account the call's credentials open, or null when they open none. */
    @Nullable
    Account accountOf(ApiCall call);

    /** The ledger's word for a call that changes something, such as {@code companies.upsert}; null for a read. */
    @Nullable
    String operationOf(ApiCall call);

    /** Puts in place what every account has from the start; inside a change, at the start and after a reset. */
    default void prepare(Instant now) {}

    /** The key with which the caller made the call repeatable, if any. */
    default @Nullable String idempotencyKeyOf(ApiCall call) {
        return call.header("idempotency-key").orElse(null);
    }

    /** Asked before the call takes effect. */
    default Admission admit(ApiCall call, @Nullable Account account, Instant now) {
        return Admission.granted();
    }

    /**
     * Carries the call out inside one change of the store.
     *
     * @throws Refusal when the provider refuses; the change is taken back
     */
    Answer answer(ApiCall call, @Nullable Account account, Effects effects);

    /** Runs in a change of its own after a refusal was taken back, for what a provider remembers of refusals. */
    default void remember(ApiCall call, Account account, Refusal refusal, Effects effects) {}

    /** The provider's own "too many requests". */
    Answer throttled(@Nullable String policyName, @Nullable Integer retryAfterSeconds);

    /** The provider's own error body for a status. */
    Answer failed(int status);
}
