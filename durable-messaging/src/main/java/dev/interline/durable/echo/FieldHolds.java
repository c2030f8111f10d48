package dev.interline.durable.echo;

import dev.interline.canonical.TenantId;
import dev.interline.durable.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stops two systems that set the same field of the same record against each other through us: each change of a field that
 * several systems may change is noted, and a field that goes back and forth is held. It is known in the database, so that a
 * restart forgets nothing and every replica sees the same; values are known by hash only.
 *
 * <p>Whoever notes changes of a record holds a lock on it.
 */
public final class FieldHolds {

    private FieldHolds() {}

    /**
     * A change of a field.
     *
     * @param record our id of the record
     * @param system which made it
     * @param messageId the message that told of it
     */
    public record Change(TenantId tenant, String record, String field, String system, String value, String messageId) {}

    /**
     * Notes a change.
     *
     * @return the hold, if by this change the field has gone back and forth too often
     */
    public static Optional<FieldHold> note(Handle handle, Change change, Oscillation limit) {
        handle.createUpdate("""
                        delete from field_change
                        where tenant_id = :tenant and record_id = :record and field = :field
                          and changed_at < clock_timestamp() - make_interval(secs => :window)""")
                .bind("tenant", change.tenant().value())
                .bind("record", change.record())
                .bind("field", change.field())
                .bind("window", limit.window().toMillis() / 1000.0)
                .execute();
        handle.createUpdate("""
                        insert into field_change (tenant_id, record_id, field, system, value_hash)
                        values (:tenant, :record, :field, :system, :hash)""")
                .bind("tenant", change.tenant().value())
                .bind("record", change.record())
                .bind("field", change.field())
                .bind("system", change.system())
                .bind("hash", Ids.sha256(change.value()))
                .execute();
        List<Noted> newestFirst = handle.createQuery("""
                        select system, value_hash from field_change
                        where tenant_id = :tenant and record_id = :record and field = :field
                        order by id desc limit :limit""")
                .bind("tenant", change.tenant().value())
                .bind("record", change.record())
                .bind("field", change.field())
                .bind("limit", limit.changes())
                .map((rs, context) -> new Noted(rs.getString("system"), rs.getString("value_hash")))
                .list();
        return goesBackAndForth(newestFirst, limit) ? Optional.of(hold(handle, change, newestFirst)) : Optional.empty();
    }

    /**
     * Whether the newest changes are of two values only, and of two systems or more with at least two changes each. Not that
     * they come strictly in turn: who is told of a change and reads the record may find the other's value there already.
     */
    private static boolean goesBackAndForth(List<Noted> changes, Oscillation limit) {
        if (changes.size() < limit.changes()) {
            return false;
        }
        Map<String, Long> changesOf =
                changes.stream().collect(Collectors.groupingBy(Noted::system, Collectors.counting()));
        long values = changes.stream().map(Noted::hash).distinct().count();
        return values == 2
                && changesOf.size() > 1
                && changesOf.values().stream().allMatch(count -> count >= 2);
    }

    private static FieldHold hold(Handle handle, Change change, List<Noted> changes) {
        Set<String> systems = new TreeSet<>();
        changes.forEach(one -> systems.add(one.system()));
        return handle.createQuery("""
                        insert into field_hold (tenant_id, record_id, field, systems, changes, message_id)
                        values (:tenant, :record, :field, :systems, :changes, :message)
                        on conflict (tenant_id, record_id, field) do update
                        set changes = excluded.changes, message_id = excluded.message_id
                        returning *""")
                .bind("tenant", change.tenant().value())
                .bind("record", change.record())
                .bind("field", change.field())
                .bindArray("systems", String.class, List.copyOf(systems))
                .bind("changes", changes.size())
                .bind("message", change.messageId())
                .map((rs, context) -> read(rs))
                .one();
    }

    /** The held fields of a record. */
    public static Set<String> of(Handle handle, TenantId tenant, String record) {
        return new HashSet<>(handle.createQuery("""
                        select field from field_hold where tenant_id = :tenant and record_id = :record""")
                .bind("tenant", tenant.value())
                .bind("record", record)
                .mapTo(String.class)
                .list());
    }

    /** Whether the field is held because of that message: then what follows from it is parked. */
    public static boolean isHeldBy(Handle handle, TenantId tenant, String record, String field, String messageId) {
        return handle.createQuery("""
                        select exists (select 1 from field_hold
                                       where tenant_id = :tenant and record_id = :record and field = :field
                                         and message_id = :message)""")
                .bind("tenant", tenant.value())
                .bind("record", record)
                .bind("field", field)
                .bind("message", messageId)
                .mapTo(Boolean.class)
                .one();
    }

    /** The holds of a tenant, or of all, longest held first. */
    public static List<FieldHold> list(Handle handle, @Nullable TenantId tenant, int limit) {
        return handle.createQuery("""
                        select * from field_hold where :tenant::text is null or tenant_id = :tenant
                        order by held_at, tenant_id, record_id, field limit :limit""")
                .bind("tenant", tenant == null ? null : tenant.value())
                .bind("limit", limit)
                .map((rs, context) -> read(rs))
                .list();
    }

    /**
     * Lets a field go: its next change counts again, and what went before is forgotten.
     *
     * @return whether it was held
     */
    public static boolean release(Handle handle, TenantId tenant, String record, String field) {
        handle.createUpdate("""
                        delete from field_change
                        where tenant_id = :tenant and record_id = :record and field = :field""")
                .bind("tenant", tenant.value())
                .bind("record", record)
                .bind("field", field)
                .execute();
        return handle.createUpdate("""
                        delete from field_hold where tenant_id = :tenant and record_id = :record and field = :field""")
                        .bind("tenant", tenant.value())
                        .bind("record", record)
                        .bind("field", field)
                        .execute()
                > 0;
    }

    private static FieldHold read(ResultSet rs) throws SQLException {
        return new FieldHold(
                new TenantId(rs.getString("tenant_id")),
                rs.getString("record_id"),
                rs.getString("field"),
                List.of((String[]) rs.getArray("systems").getArray()),
                rs.getInt("changes"),
                rs.getTimestamp("held_at").toInstant(),
                rs.getString("message_id"));
    }

    private record Noted(String system, String hash) {}
}
