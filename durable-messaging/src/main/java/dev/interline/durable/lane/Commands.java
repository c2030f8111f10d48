package dev.interline.durable.lane;

import dev.interline.durable.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The rows of commands: those that wait in {@code command}, those that are finished in {@code command_history}. The lane's
 * row must be locked by whoever changes one.
 */
final class Commands {

    /** How many failed attempts are remembered. */
    private static final int FAILURES_KEPT = 50;

    private static final String KEPT_COLUMNS =
            "id, lane_key, connection_id, tenant_id, type, envelope, payload, created_at, first_attempt_at";

    private static final String WITH_FAILURE = """
            (case when jsonb_array_length(failures) >= %d then failures - 0 else failures end) || jsonb_build_object(
                'at', now(), 'kind', :kind, 'code', :code, 'detail', :detail)""".formatted(FAILURES_KEPT);

    private Commands() {}

    /**
     * Ends the waiting commands that newer ones of their lanes make needless, replayed ones among them: one that stayed
     * behind the place of the newer would bring its older state back. The newer takes the place of the oldest of them:
     * what was enqueued in between may need its effect, and would wait for it at the head of the lane for ever. It never
     * passes a command of its own type that must run by itself, such as one a user gave: that one's values would stay.
     *
     * @param newer in their order; of two for the same, the later counts
     */
    static void supersede(Handle handle, List<NewCommand> newer) {
        Map<List<String>, NewCommand> last = new LinkedHashMap<>();
        for (NewCommand command : newer) {
            String key = command.coalesceKey();
            if (key != null && command.takesPlaces()) {
                last.put(List.of(command.laneKey(), key), command);
            }
        }
        if (last.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        with newer as materialized (
                            select * from unnest(:ids, :lanes, :coalesce) as n(id, lane_key, coalesce_key)),
                        gone as (
                            delete from command c using newer n join command m on m.id = n.id
                            where c.lane_key = n.lane_key and c.coalesce_key = n.coalesce_key and c.state = 'PENDING'
                              and c.seq < m.seq
                              and not exists (
                                  select from command apart
                                  where apart.lane_key = c.lane_key and apart.type = c.type
                                    and apart.coalesce_key is null and apart.seq > c.seq and apart.seq < m.seq)
                            returning c.*, n.id as newer_id),
                        moved as (
                            update command c set seq = g.seq
                            from (select newer_id, min(seq) as seq from gone group by newer_id) g
                            where c.id = g.newer_id)
                        insert into command_history
                               (%s, state, attempts, failure_kind, failure_code, failure_detail, failures)
                        select %s, 'SUPERSEDED', attempts, failure_kind, failure_code, failure_detail, failures
                        from gone""".formatted(KEPT_COLUMNS, KEPT_COLUMNS))
                .bindArray(
                        "ids",
                        String.class,
                        last.values().stream()
                                .map(command -> command.message().envelope().id())
                                .toList())
                .bindArray(
                        "lanes",
                        String.class,
                        last.keySet().stream().map(List::getFirst).toList())
                .bindArray(
                        "coalesce",
                        String.class,
                        last.keySet().stream().map(List::getLast).toList())
                .execute();
    }

    /** Ends a command that needs nobody any more. */
    static void finish(Handle handle, String id, String state) {
        finish(handle, state, Collections.singletonMap(id, null));
    }

    /**
     * Ends commands.
     *
     * @param results for each, what the provider calls the record it made or touched, where that is known
     * @return those that were there to be ended
     */
    static Set<String> finish(Handle handle, String state, Map<String, @Nullable String> results) {
        return handle.createQuery("""
                        with gone as (
                            delete from command c using unnest(:ids, :results) as f(id, result)
                            where c.id = f.id returning c.*, f.result)
                        insert into command_history (%s, state, attempts, failures, result_id)
                        select %s, :state, attempts + case when :state in ('DONE', 'DRY_RUN') then 1 else 0 end, failures,
                               result
                        from gone returning id""".formatted(KEPT_COLUMNS, KEPT_COLUMNS))
                .bindArray("ids", String.class, List.copyOf(results.keySet()))
                .bindArray("results", String.class, new ArrayList<>(results.values()))
                .bind("state", state)
                .mapTo(String.class)
                .collect(Collectors.toSet());
    }

    /** Those of the commands that wait still; one that was not begun may have been superseded. */
    static Set<String> waiting(Handle handle, List<String> ids) {
        return handle.createQuery("select id from command where id = any(:ids)")
                .bindArray("ids", String.class, ids)
                .mapTo(String.class)
                .collect(Collectors.toSet());
    }

    /** Gives a command up for good and lets its lane go on. */
    static void giveUp(Handle handle, String id, String state, Failure failure) {
        handle.createUpdate("""
                        with gone as (delete from command where id = :id returning *)
                        insert into command_history
                               (%s, state, attempts, failure_kind, failure_code, failure_detail, failures)
                        select %s, :state, attempts + 1, :kind, :code, :detail, %s
                        from gone""".formatted(KEPT_COLUMNS, KEPT_COLUMNS, WITH_FAILURE))
                .bind("id", id)
                .bind("state", state)
                .bind("kind", failure.kind().name())
                .bind("code", failure.code())
                .bind("detail", failure.detail())
                .execute();
    }

    /** Gives a command up for now: it stays at the head of its lane until a person decides. */
    static void block(Handle handle, String id, Failure failure) {
        wait(handle, id, "BLOCKED", failure, Duration.ZERO, true);
    }

    /** Lets a command wait for another attempt. */
    static void postpone(
            Handle handle, ClaimedCommand command, String state, Failure failure, Duration wait, boolean countAttempt) {
        wait(handle, command.id(), state, failure, wait, countAttempt);
    }

    private static void wait(
            Handle handle, String id, String state, Failure failure, Duration wait, boolean countAttempt) {
        handle.createUpdate("""
                        update command
                        set state = :state, attempts = attempts + :counted,
                            retrying_since = case when :counted = 0 then retrying_since
                                                  else coalesce(retrying_since, now()) end,
                            due_at = now() + make_interval(secs => :wait),
                            failure_kind = :kind, failure_code = :code, failure_detail = :detail,
                            failures = case when :counted = 0 then failures else %s end
                        where id = :id""".formatted(WITH_FAILURE))
                .bind("state", state)
                .bind("counted", countAttempt ? 1 : 0)
                .bind("wait", wait.toMillis() / 1000.0)
                .bind("kind", failure.kind().name())
                .bind("code", failure.code())
                .bind("detail", failure.detail())
                .bind("id", id)
                .execute();
    }

    /** The failed attempts of a command so far, as a JSON array. */
    static String failures(Handle handle, String id) {
        return handle.createQuery("""
                        select failures::text from command where id = :id
                        union all
                        (select failures::text from command_history where id = :id order by finished_at desc limit 1)
                        limit 1""")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .orElse("[]");
    }
}
