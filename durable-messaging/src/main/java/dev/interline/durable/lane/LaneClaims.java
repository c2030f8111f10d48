package dev.interline.durable.lane;

import dev.interline.canonical.ConnectionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Which lanes a process takes next: connections share its workers, so that one with much to do delays no other; those that
 * rest have no turn, and one whose provider gave no answer has one lane at a time.
 */
final class LaneClaims {

    /** A probe that could not be claimed after all is tried again after this. */
    private static final Duration PROBE_RETRY = Duration.ofSeconds(2);

    private LaneClaims() {}

    /**
     * What a process can do now.
     *
     * @param owner its name, in lease rows
     * @param free how many lanes it takes at most
     * @param workers how many lanes it runs at once
     * @param busy how many it runs of each connection
     */
    record Demand(String owner, int free, int workers, Map<ConnectionId, Integer> busy) {}

    /**
     * What was claimed.
     *
     * @param heads the head command of each lane
     * @param moreMayBeDue whether lanes may be left that are due, for want of a worker or as their connection has its share
     */
    record Claimed(List<ClaimedCommand> heads, boolean moreMayBeDue) {}

    /**
     * Claims lanes whose head is due. Not in a transaction: what is read of a lane must be as it is once the claim counts,
     * and a claim that nobody follows up ends with its lease. Each connection with work has an equal share of the
     * workers; within it the lane that has waited longest comes first.
     *
     * @return what was claimed
     */
    static Claimed claim(Handle handle, Demand demand) {
        List<Claim> claims = handle.createQuery("""
                        with recursive with_work(connection_id) as (
                            (select min(connection_id) from lane where next_due_at is not null)
                            union all
                            select (select min(l.connection_id) from lane l
                                    where l.next_due_at is not null and l.connection_id > w.connection_id)
                            from with_work w where w.connection_id is not null),
                        probe as (
                            update connection_breaker b set probe_until = now() + make_interval(secs => :probeRetry)
                            where b.connection_id in (
                                select h.connection_id from connection_breaker h
                                where h.open_until <= now() and h.probe_until < now()
                                  and exists (select 1 from lane l where l.connection_id = h.connection_id
                                              and l.next_due_at <= now() and l.leased_until < now())
                                  and not exists (select 1 from connection_pause p
                                                  where p.connection_id = h.connection_id and p.paused_until > now())
                                for update skip locked)
                            returning b.connection_id, b.lanes),
                        ready as materialized (
                            select w.connection_id, oldest.next_due_at, coalesce(b.busy, 0) as busy,
                                   p.lanes as failing, p.connection_id is not null as probing
                            from with_work w
                            cross join lateral (
                                select l.next_due_at from lane l where l.connection_id = w.connection_id
                                and l.next_due_at <= now() and l.leased_until < now()
                                order by l.next_due_at limit 1) oldest
                            left join unnest(:connections, :counts) as b(connection_id, busy) using (connection_id)
                            left join probe p using (connection_id)
                            where not exists (select 1 from connection_pause s
                                              where s.connection_id = w.connection_id and s.paused_until > now())
                              and (p.connection_id is not null or not exists (
                                   select 1 from connection_breaker o
                                   where o.connection_id = w.connection_id and o.open_until is not null))),
                        turn as materialized (
                            select r.*, case when probing then 1
                                        else (:workers + share.among - 1) / share.among - busy end as room
                            from ready r, (select greatest(1, count(*)) as among from ready) share),
                        next as materialized (
                            select * from turn where room > 0 order by probing desc, next_due_at limit :free),
                        candidate as materialized (
                            select n.connection_id, n.probing, n.room, l.* from next n cross join lateral (
                                select lane_key, next_due_at from lane l where l.connection_id = n.connection_id
                                and l.next_due_at <= now() and l.leased_until < now() and not n.probing
                                order by next_due_at for update skip locked limit least(n.room, :free)) l
                            union all
                            select n.connection_id, n.probing, n.room, l.* from next n cross join lateral (
                                select lane_key, next_due_at from lane l where l.connection_id = n.connection_id
                                and l.next_due_at <= now() and l.leased_until < now() and n.probing
                                order by lane_key = any(n.failing), next_due_at for update skip locked limit 1) l),
                        due as materialized (
                            select lane_key, probing, room from (
                                select c.*, row_number() over (partition by connection_id order by next_due_at) as place
                                from candidate c) ranked
                            order by probing desc, place, next_due_at limit :free)
                        update lane l
                        set leased_until = now() + make_interval(secs => :lease),
                            lease_owner = :owner, lease_token = l.lease_token + 1
                        from due where l.lane_key = due.lane_key
                        returning l.lane_key, l.lease_token, l.connection_id, due.probing, due.room,
                                  exists (select 1 from turn where room <= 0) as crowded""")
                .bind("free", demand.free())
                .bind("workers", demand.workers())
                .bindArray(
                        "connections",
                        String.class,
                        demand.busy().keySet().stream().map(ConnectionId::value).toList())
                .bindArray("counts", Integer.class, List.copyOf(demand.busy().values()))
                .bind("probeRetry", PROBE_RETRY.toSeconds())
                .bind("lease", Lanes.LEASE.toSeconds())
                .bind("owner", demand.owner())
                .map((rs, context) -> new Claim(
                        rs.getString("lane_key"),
                        rs.getLong("lease_token"),
                        rs.getString("connection_id"),
                        rs.getBoolean("probing"),
                        rs.getLong("room"),
                        rs.getBoolean("crowded")))
                .list();
        claims.stream().filter(Claim::probing).forEach(probe -> begin(handle, probe));
        List<ClaimedCommand> heads = Lanes.heads(
                handle,
                claims.stream()
                        .map(claim -> new Lanes.Held(claim.laneKey(), claim.token()))
                        .toList());
        return new Claimed(heads, moreMayBeDue(demand, claims));
    }

    /** Whether a worker that ends should look: for want of workers, or as a connection has its share; that of a probe is one. */
    private static boolean moreMayBeDue(Demand demand, List<Claim> claims) {
        if (claims.isEmpty()) {
            return !demand.busy().isEmpty();
        }
        if (claims.size() == demand.free() || claims.getFirst().crowded()) {
            return true;
        }
        Map<String, Long> counts =
                claims.stream().collect(Collectors.groupingBy(Claim::connection, Collectors.counting()));
        return claims.stream().anyMatch(claim -> counts.getOrDefault(claim.connection(), 0L) >= claim.room());
    }

    private static void begin(Handle handle, Claim probe) {
        handle.createUpdate("""
                        update connection_breaker
                        set probe_lane = :lane, probe_until = now() + make_interval(secs => :lease)
                        where connection_id = :connection""")
                .bind("lane", probe.laneKey())
                .bind("connection", probe.connection())
                .bind("lease", Lanes.LEASE.toSeconds())
                .execute();
    }

    private record Claim(String laneKey, long token, String connection, boolean probing, long room, boolean crowded) {}
}
