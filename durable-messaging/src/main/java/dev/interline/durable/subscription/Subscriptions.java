package dev.interline.durable.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.Ids;
import dev.interline.durable.Wakeup;
import dev.interline.durable.subscription.SubscriptionStatus.Asked;
import dev.interline.durable.subscription.SubscriptionStatus.Heartbeat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How the subscriptions stand, in the database. */
public final class Subscriptions {

    /** How the reason of an event begins that is a heartbeat; its token follows. */
    public static final String HEARTBEAT = "heartbeat ";

    private static final String ALL = "select *, asked is not null or due_at <= now() as check_due,"
            + " beat_due_at <= now() as beat_due from webhook_subscription ";
    private static final Duration REPAIRS_KEPT = Duration.ofDays(400);

    private final Wakeup wakeup;

    /** @param wakeup is signalled when somebody has asked for something */
    public Subscriptions(Wakeup wakeup) {
        this.wakeup = wakeup;
    }

    /** Is signalled when somebody has asked for something. */
    public Wakeup wakeup() {
        return wakeup;
    }

    /**
     * Makes a connection known.
     *
     * @param checks whether it is checked unasked
     * @param beats whether heartbeats are sent unasked
     */
    public void declare(
            Handle handle,
            ConnectionId connection,
            TenantId tenant,
            ConnectionId keptBy,
            boolean checks,
            boolean beats) {
        handle.createUpdate("""
                        insert into webhook_subscription as s (connection_id, tenant_id, kept_by, due_at, beat_due_at)
                        values (:connection, :tenant, :keptBy, case when :checks then now() else 'infinity' end,
                                case when :beats then now() else 'infinity' end)
                        on conflict (connection_id) do update
                        set tenant_id = :tenant, kept_by = :keptBy,
                            due_at = case when :checks then least(s.due_at, now()) else 'infinity' end,
                            beat_due_at = case when :beats then least(s.beat_due_at, now()) else 'infinity' end""")
                .bind("connection", connection.value())
                .bind("tenant", tenant.value())
                .bind("keptBy", keptBy.value())
                .bind("checks", checks)
                .bind("beats", beats)
                .execute();
    }

    /** Those of these connections for which something is to be done now. */
    public static List<SubscriptionStatus> due(Handle handle, Set<String> connections) {
        return handle.createQuery(ALL + """
                        where connection_id = any(:connections)
                        and (asked is not null or due_at <= now() or beat_due_at <= now())
                        order by asked is null, connection_id""")
                .bindArray("connections", String.class, connections)
                .map((rs, context) -> read(rs))
                .list();
    }

    /** All, by connection; only the tenant's unless it is absent. */
    public static List<SubscriptionStatus> list(Handle handle, @Nullable String tenant) {
        return handle.createQuery(ALL + "where :tenant::text is null or tenant_id = :tenant order by connection_id")
                .bind("tenant", tenant)
                .map((rs, context) -> read(rs))
                .list();
    }

    public static Optional<SubscriptionStatus> find(Handle handle, ConnectionId connection) {
        return handle.createQuery(ALL + "where connection_id = :connection")
                .bind("connection", connection.value())
                .map((rs, context) -> read(rs))
                .findOne();
    }

    /** Somebody wants it looked at, or mended, now; a wish to mend is not weakened by a later one to look. */
    public void ask(Handle handle, ConnectionId connection, Asked asked, String actor) {
        handle.createUpdate("""
                        update webhook_subscription
                        set asked_by = case when asked = 'REPAIR' then asked_by else :actor end,
                            asked = case when asked = 'REPAIR' then asked else :asked end
                        where connection_id = :connection""")
                .bind("connection", connection.value())
                .bind("asked", asked.name())
                .bind("actor", actor)
                .execute();
        handle.afterCommit(wakeup::signal);
    }

    /** Somebody wants a heartbeat now. */
    public void askHeartbeat(Handle handle, ConnectionId connection) {
        handle.createUpdate("update webhook_subscription set beat_due_at = now() where connection_id = :connection")
                .bind("connection", connection.value())
                .execute();
        handle.afterCommit(wakeup::signal);
    }

    /**
     * It was looked at.
     *
     * @param next when it is looked at again; absent for not unasked
     */
    public static void checked(
            Handle handle,
            ConnectionId connection,
            @Nullable String providerId,
            List<Finding> findings,
            @Nullable Duration next) {
        handle.createUpdate("""
                        update webhook_subscription
                        set provider_id = coalesce(:provider, provider_id), findings = :findings, checked_at = now(),
                            asked = null, asked_by = null, failures = 0, failure_code = null, failure_detail = null,
                            due_at = coalesce(now() + make_interval(secs => :next), 'infinity')
                        where connection_id = :connection""")
                .bind("connection", connection.value())
                .bind("provider", providerId)
                .bind("findings", write(findings))
                .bind("next", seconds(next))
                .execute();
    }

    /** It could not be looked at or not be mended; what was found before stays. */
    public static void failed(
            Handle handle, ConnectionId connection, String code, String detail, @Nullable Duration next) {
        handle.createUpdate("""
                        update webhook_subscription
                        set failures = failures + 1, failure_code = :code, failure_detail = :detail,
                            asked = null, asked_by = null,
                            due_at = coalesce(now() + make_interval(secs => :next), 'infinity')
                        where connection_id = :connection""")
                .bind("connection", connection.value())
                .bind("code", code)
                .bind("detail", detail)
                .bind("next", seconds(next))
                .execute();
    }

    /** Writes down a change that is about to be made. */
    public static Repair begin(
            Handle handle,
            ConnectionId connection,
            Repair.Step step,
            @Nullable String providerId,
            String detail,
            String actor) {
        UUID id = Ids.fresh();
        handle.createUpdate("""
                        insert into webhook_subscription_repair (id, connection_id, step, provider_id, state, detail, begun_by)
                        values (:id, :connection, :step, :provider, 'BEGUN', :detail, :actor)""")
                .bind("id", id)
                .bind("connection", connection.value())
                .bind("step", step.name())
                .bind("provider", providerId)
                .bind("detail", detail)
                .bind("actor", actor)
                .execute();
        handle.createUpdate(
                        "delete from webhook_subscription_repair where connection_id = :connection and step <> 'CREATE'"
                                + " and begun_at < now() - make_interval(secs => :kept)")
                .bind("connection", connection.value())
                .bind("kept", REPAIRS_KEPT.toSeconds())
                .execute();
        return repairs(handle, connection, 1).getFirst();
    }

    /** The change was made, or the provider has refused it. */
    public static void end(Handle handle, Repair repair, Repair.State state, @Nullable String providerId) {
        handle.createUpdate("""
                        update webhook_subscription_repair
                        set state = :state, ended_at = now(), provider_id = coalesce(:provider, provider_id)
                        where id = :id""")
                .bind("id", repair.id())
                .bind("state", state.name())
                .bind("provider", providerId)
                .execute();
    }

    /** The ids of the creations that have ended with all that belongs to them, the secret included. */
    public static Set<String> creations(Handle handle, ConnectionId connection) {
        return new HashSet<>(handle.createQuery("""
                        select id::text from webhook_subscription_repair
                        where connection_id = :connection and step = 'CREATE' and state = 'DONE'""")
                .bind("connection", connection.value())
                .mapTo(String.class)
                .list());
    }

    /** The last changes, newest first. */
    public static List<Repair> repairs(Handle handle, ConnectionId connection, int limit) {
        return handle.createQuery("""
                        select * from webhook_subscription_repair where connection_id = :connection
                        order by begun_at desc, id desc limit :limit""")
                .bind("connection", connection.value())
                .bind("limit", limit)
                .map((rs, context) -> new Repair(
                        rs.getObject("id", UUID.class),
                        connection,
                        Repair.Step.valueOf(rs.getString("step")),
                        rs.getString("provider_id"),
                        Repair.State.valueOf(rs.getString("state")),
                        rs.getString("detail"),
                        rs.getString("begun_by"),
                        rs.getTimestamp("begun_at").toInstant()))
                .list();
    }

    /**
     * A heartbeat is about to be sent.
     *
     * @param next when the next one is; absent for not unasked
     */
    public static void beating(Handle handle, ConnectionId connection, String token, @Nullable Duration next) {
        handle.createUpdate("""
                        update webhook_subscription
                        set beat_token = :token, beat_sent_at = now(), beat_failure = null,
                            beat_due_at = coalesce(now() + make_interval(secs => :next), 'infinity')
                        where connection_id = :connection""")
                .bind("connection", connection.value())
                .bind("token", token)
                .bind("next", seconds(next))
                .execute();
    }

    /** The heartbeat was sent, by a change of that record. */
    public static void beaten(Handle handle, ConnectionId connection, String record) {
        handle.createUpdate("update webhook_subscription set beat_record = :record where connection_id = :connection")
                .bind("connection", connection.value())
                .bind("record", record)
                .execute();
    }

    /** The heartbeat could not be sent. The record is forgotten, as it may be gone: the next one looks for it again. */
    public static void beatFailed(Handle handle, ConnectionId connection, String failure) {
        handle.createUpdate("""
                        update webhook_subscription set beat_failure = :failure, beat_record = null
                        where connection_id = :connection""")
                .bind("connection", connection.value())
                .bind("failure", failure)
                .execute();
    }

    /**
     * Notes the heartbeats that have come through: their event is stored, and nothing that was stored before it still waits
     * to be published.
     *
     * @return how many it were
     */
    public static int arrived(Handle handle) {
        return handle.createUpdate("""
                        with arrived as (
                            select s.connection_id, min(e.received_at) as at
                            from webhook_subscription s join provider_event e on e.connection_id = s.connection_id
                            where s.beat_token is not null and e.state = 'IGNORED' and e.received_at >= s.beat_sent_at
                            and e.reason = '%s' || s.beat_token and starts_with(e.reason, '%s')
                            group by s.connection_id)
                        update webhook_subscription s
                        set beat_through_at = now(), beat_token = null,
                            beat_took_millis = extract(epoch from a.at - s.beat_sent_at) * 1000
                        from arrived a
                        where a.connection_id = s.connection_id
                        and not exists (select 1 from outbox o where o.created_at <= a.at)""".formatted(HEARTBEAT, HEARTBEAT)).execute();
    }

    private static SubscriptionStatus read(ResultSet rs) throws SQLException {
        String asked = rs.getString("asked");
        long took = rs.getLong("beat_took_millis");
        Long tookMillis = rs.wasNull() ? null : took;
        return new SubscriptionStatus(
                new ConnectionId(rs.getString("connection_id")),
                new TenantId(rs.getString("tenant_id")),
                new ConnectionId(rs.getString("kept_by")),
                rs.getString("provider_id"),
                asked == null ? null : Asked.valueOf(asked),
                rs.getString("asked_by"),
                rs.getBoolean("check_due"),
                instant(rs.getTimestamp("checked_at")),
                findings(rs.getString("findings")),
                rs.getInt("failures"),
                rs.getString("failure_code"),
                rs.getString("failure_detail"),
                new Heartbeat(
                        rs.getBoolean("beat_due"),
                        rs.getString("beat_record"),
                        instant(rs.getTimestamp("beat_sent_at")),
                        instant(rs.getTimestamp("beat_through_at")),
                        tookMillis,
                        rs.getString("beat_failure")));
    }

    private static String write(List<Finding> findings) {
        try {
            return CanonicalJson.mapper().writeValueAsString(findings);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Findings can always be written", impossible);
        }
    }

    private static List<Finding> findings(String json) {
        try {
            return CanonicalJson.mapper().readValue(json, new TypeReference<List<Finding>>() {});
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("The findings of a subscription cannot be read", damaged);
        }
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1000.0;
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
