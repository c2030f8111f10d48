package dev.interline.devstack.torture;

import dev.interline.devstack.DevStackFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The sandbox's ledger as far as it was read; reading on asks only for what is new. */
final class Ledger {
    private final SandboxControl sandbox;
    private final List<Effect> rows = new ArrayList<>();
    private final List<Effect> records = new ArrayList<>();

    Ledger(SandboxControl sandbox) {
        this.sandbox = sandbox;
    }

    /** Reads on, and answers every row. */
    synchronized List<Effect> all() {
        try {
            List<Effect> fresh =
                    sandbox.ledgerAfter(rows.isEmpty() ? 0 : rows.getLast().sequence());
            rows.addAll(fresh);
            fresh.stream()
                    .filter(effect -> effect.applied() && effect.isCompanyUpsert())
                    .forEach(records::add);
        } catch (DevStackFailure busy) {
            if (rows.isEmpty()) {
                throw busy;
            }
        }
        return List.copyOf(rows);
    }

    /** Some company or organization that we made; the last effect on it, or null while there is none. */
    @org.jspecify.annotations.Nullable
    synchronized Effect someRecord(RandomGenerator random, String provider) {
        List<Effect> ofProvider = records.stream()
                .filter(effect -> effect.provider().equals(provider))
                .toList();
        return ofProvider.isEmpty() ? null : ofProvider.get(random.nextInt(ofProvider.size()));
    }

    /** Reads on until there is such an effect. */
    Effect await(Predicate<Effect> wanted, String what) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < deadline) {
            for (Effect effect : all()) {
                if (effect.applied() && wanted.test(effect)) {
                    return effect;
                }
            }
            Pause.millis(100 + ThreadLocalRandom.current().nextInt(50));
        }
        throw new DevStackFailure("Within 60 s " + what + " was not seen in the sandbox's ledger.");
    }
}
