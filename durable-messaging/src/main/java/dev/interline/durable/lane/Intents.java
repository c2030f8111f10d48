package dev.interline.durable.lane;

import dev.interline.durable.GroupCommit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The call ledger's first half: that a call is about to be sent. Intents declared at the same time are committed together;
 * each is refused by itself.
 */
final class Intents implements AutoCloseable {

    /** How long a lease must last for a call; no call lasts longer than half of that. */
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    private final Jdbi jdbi;
    private final GroupCommit<Intent, Noted> commits;

    /** @param workers how many may declare one at the same time */
    Intents(Jdbi jdbi, int workers) {
        this.jdbi = jdbi;
        this.commits = new GroupCommit<>("call-intents", this::note, 1, workers, workers);
    }

    /**
     * A call about to be sent for a command.
     *
     * @param id of the call
     * @param hash SHA-256 over what is sent
     * @param mapping what made the content, with its versions; absent if no mapping did
     */
    record Intent(
            UUID id,
            ClaimedCommand command,
            String operation,
            String idempotency,
            String idempotencyKey,
            String hash,
            @Nullable String mapping) {}

    /** What became of an intent. */
    enum Noted {
        NOTED,
        SUPERSEDED,
        LEASE_LOST
    }

    /**
     * Records that a call is about to be sent, and sees to it that the lane's lease lasts for it; commits before it returns.
     *
     * @throws LeaseLost if the lane is no longer ours
     * @throws Superseded if the command is gone
     */
    void declare(Intent intent) {
        switch (joined(commits, intent)) {
            case LEASE_LOST -> throw new LeaseLost(intent.command().laneKey());
            case SUPERSEDED -> throw new Superseded(intent.command().id());
            case NOTED -> {}
        }
    }

    /** Hands over and waits; what the writer throws is thrown here. */
    static <T, R> R joined(GroupCommit<T, R> commits, T item) {
        try {
            return commits.submit(item).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** Records intents in one statement; each has an outcome of its own. */
    List<Noted> note(List<Intent> intents) {
        // Locked in one order: who enqueues into several of these lanes does so in the same.
        Map<UUID, Noted> noted = new HashMap<>();
        List<@Nullable String> mappings = new ArrayList<>();
        intents.forEach(intent -> mappings.add(intent.mapping()));
        jdbi.useHandle(handle -> handle.createQuery("""
                        with intent as materialized (
                            select * from unnest(:ids, :lanes, :tokens, :commands, :operations, :idempotencies, :keys, :hashes,
                                                  :mappings)
                                     as i(id, lane_key, token, command_id, operation, idempotency, key, hash, mapping)),
                        locked as materialized (
                            select lane_key, lease_token, leased_until from lane where lane_key = any(:lanes)
                            order by lane_key for update),
                        held as materialized (
                            select i.id, i.command_id, k.lane_key, k.leased_until
                            from intent i join locked k on k.lane_key = i.lane_key and k.lease_token = i.token),
                        renewed as (
                            update lane l set leased_until = now() + make_interval(secs => :lease)
                            from held h
                            where l.lane_key = h.lane_key and h.leased_until < now() + make_interval(secs => :enough)),
                        begun as (
                            update command c
                            set state = 'IN_FLIGHT', first_attempt_at = coalesce(first_attempt_at, now()),
                                retrying_since = coalesce(retrying_since, now())
                            from held where c.id = held.command_id returning held.id),
                        noted as (
                            insert into provider_call
                                   (id, command_id, operation, idempotency, idempotency_key, request_hash, mapping)
                            select i.id, i.command_id, i.operation, i.idempotency, i.key, i.hash, i.mapping
                            from intent i join begun using (id) returning id)
                        select i.id, held.id is not null as held, noted.id is not null as noted
                        from intent i left join held using (id) left join noted using (id)""")
                .bindArray("ids", UUID.class, column(intents, Intent::id))
                .bindArray(
                        "lanes", String.class, column(intents, i -> i.command().laneKey()))
                .bindArray(
                        "tokens", Long.class, column(intents, i -> i.command().leaseToken()))
                .bindArray("commands", String.class, column(intents, i -> i.command()
                        .id()))
                .bindArray("operations", String.class, column(intents, Intent::operation))
                .bindArray("idempotencies", String.class, column(intents, Intent::idempotency))
                .bindArray("keys", String.class, column(intents, Intent::idempotencyKey))
                .bindArray("hashes", String.class, column(intents, Intent::hash))
                .bindArray("mappings", String.class, mappings)
                .bind("lease", Lanes.LEASE.toSeconds())
                .bind("enough", ENOUGH.toSeconds())
                .map((rs, context) -> noted.put(
                        Objects.requireNonNull(rs.getObject("id", UUID.class)),
                        rs.getBoolean("noted")
                                ? Noted.NOTED
                                : rs.getBoolean("held") ? Noted.SUPERSEDED : Noted.LEASE_LOST))
                .list());
        return column(intents, intent -> noted.getOrDefault(intent.id(), Noted.LEASE_LOST));
    }

    private static <T> List<T> column(List<Intent> intents, Function<Intent, T> value) {
        return intents.stream().map(value).toList();
    }

    @Override
    public void close() {
        commits.close();
    }
}
