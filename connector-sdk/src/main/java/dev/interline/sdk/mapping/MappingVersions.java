package dev.interline.sdk.mapping;

import dev.interline.durable.Ids;
import dev.interline.sdk.mapping.Mappings.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** The versions of mappings beside those in the release, and which of them are active. */
final class MappingVersions {

    private static final String SLOT = " where mapping = :mapping and tenant_id = :tenant";

    private MappingVersions() {}

    /**
     * A version as it is kept.
     *
     * @param sha256 over the text
     * @param samples its own golden samples as JSON; absent if those in the release are meant
     */
    record Stored(
            Slot slot,
            int version,
            String content,
            String sha256,
            @Nullable String samples,
            Instant createdAt,
            String createdBy,
            String reason) {}

    /** Keeps a version; one with the same text is the same version. */
    static Stored add(
            Handle handle, Slot slot, String content, @Nullable String samples, String author, String reason) {
        handle.execute("select pg_advisory_xact_lock(hashtext(?))", "mapping " + slot.mapping() + " " + slot.tenant());
        String hash = Ids.sha256(content);
        handle.createUpdate("""
                        insert into mapping_version
                               (mapping, tenant_id, version, content, sha256, samples, created_by, reason)
                        select :mapping, :tenant, coalesce(max(version), 0) + 1, :content, :hash, :samples, :author, :reason
                        from mapping_version where mapping = :mapping and tenant_id = :tenant
                        on conflict (mapping, tenant_id, sha256) do update set samples = excluded.samples""")
                .bind("mapping", slot.mapping())
                .bind("tenant", slot.tenant())
                .bind("content", content)
                .bind("hash", hash)
                .bind("samples", samples)
                .bind("author", author)
                .bind("reason", reason)
                .execute();
        return list(handle, slot).stream()
                .filter(stored -> stored.sha256().equals(hash))
                .findFirst()
                .orElseThrow();
    }

    /** The versions of a slot, newest first. */
    static List<Stored> list(Handle handle, Slot slot) {
        return handle.createQuery("select * from mapping_version" + SLOT + " order by version desc")
                .bind("mapping", slot.mapping())
                .bind("tenant", slot.tenant())
                .map(MappingVersions::stored)
                .list();
    }

    static Optional<Stored> find(Handle handle, Slot slot, int version) {
        return list(handle, slot).stream()
                .filter(stored -> stored.version() == version)
                .findFirst();
    }

    /** The slots that have versions. */
    static List<Slot> slots(Handle handle) {
        return handle.createQuery("select distinct mapping, tenant_id from mapping_version order by 1, 2")
                .map((rs, context) -> new Slot(rs.getString(1), rs.getString(2)))
                .list();
    }

    /** Makes a version active. */
    static void activate(Handle handle, Slot slot, int version, boolean forced, String actor) {
        handle.createUpdate("insert into mapping_activation (mapping, tenant_id, version, activated_by, forced)"
                        + " values (:mapping, :tenant, :version, :actor, :forced)")
                .bind("mapping", slot.mapping())
                .bind("tenant", slot.tenant())
                .bind("version", version)
                .bind("actor", actor)
                .bind("forced", forced)
                .execute();
    }

    /** Undoes the newest activation; false if there is none. */
    static boolean rollback(Handle handle, Slot slot) {
        return handle.createUpdate("update mapping_activation set undone_at = now() where seq = (select max(seq)"
                                + " from mapping_activation" + SLOT + " and undone_at is null)")
                        .bind("mapping", slot.mapping())
                        .bind("tenant", slot.tenant())
                        .execute()
                > 0;
    }

    /** The active version of a slot; 0 if none was activated. */
    static int active(Handle handle, Slot slot) {
        return handle.createQuery("select version from mapping_activation" + SLOT
                        + " and undone_at is null order by seq desc limit 1")
                .bind("mapping", slot.mapping())
                .bind("tenant", slot.tenant())
                .mapTo(Integer.class)
                .findOne()
                .orElse(0);
    }

    /** All versions that are active, except 0. */
    static List<Stored> active(Handle handle) {
        return handle.createQuery("""
                        select v.* from mapping_version v
                        join (select distinct on (mapping, tenant_id) mapping, tenant_id, version from mapping_activation
                              where undone_at is null order by mapping, tenant_id, seq desc) a
                        using (mapping, tenant_id, version)""").map(MappingVersions::stored).list();
    }

    /** Differs whenever something was made active or undone since. */
    static String state(Handle handle) {
        return handle.createQuery("select count(*) || '/' || count(undone_at) from mapping_activation")
                .mapTo(String.class)
                .one();
    }

    private static Stored stored(RowView row) {
        return new Stored(
                new Slot(text(row, "mapping"), text(row, "tenant_id")),
                Objects.requireNonNull(row.getColumn("version", Integer.class)),
                text(row, "content"),
                text(row, "sha256"),
                row.getColumn("samples", String.class),
                Objects.requireNonNull(row.getColumn("created_at", Instant.class)),
                text(row, "created_by"),
                text(row, "reason"));
    }

    private static String text(RowView row, String column) {
        return Objects.requireNonNull(row.getColumn(column, String.class));
    }
}
