package dev.interline.durable.audit;

import dev.interline.durable.Ids;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people have done through the admin API, one row each, written in the transaction of the act. Each row's hash covers
 * its own content and the hash of the row before: a row that is changed, removed or slipped in breaks the chain from there
 * on. The newest hash is also logged, so that cutting off the end can be noticed by whoever keeps the logs.
 */
public final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final String START = "0".repeat(64);
    private static final int PAGE = 1_000;
    private static final long LOCK = 0x1E7E_AD17L;

    /**
     * One act.
     *
     * @param actor the name of the API key
     * @param action {@code dead-letter.discard}
     * @param target what it was done to
     * @param detail parameters and reason, as JSON
     */
    public record Entry(
            long seq,
            Instant at,
            String actor,
            String action,
            String target,
            String detail,
            String previousHash,
            String hash) {}

    /**
     * Whether the chain holds.
     *
     * @param entries how many were checked
     * @param head the hash of the newest
     * @param broken what is wrong with the first that does not fit; absent if all do
     */
    public record Verdict(long entries, String head, Optional<String> broken) {}

    /** Writes an act down, in the transaction in which it is done. */
    public Entry append(Handle handle, String actor, String action, String target, String detail) {
        handle.execute("select pg_advisory_xact_lock(" + LOCK + ")");
        Optional<Entry> last = page(handle, "order by seq desc", 0, 1).stream().findFirst();
        long seq = last.map(Entry::seq).orElse(0L) + 1;
        String previous = last.map(Entry::hash).orElse(START);
        Instant at = handle.select("select clock_timestamp()")
                .mapTo(Instant.class)
                .one()
                .truncatedTo(ChronoUnit.MICROS);
        String hash = hash(seq, at, actor, action, target, detail, previous);
        handle.createUpdate("""
                        insert into audit_entry (seq, at, actor, action, target, detail, previous_hash, hash)
                        values (:seq, :at, :actor, :action, :target, :detail, :previous, :hash)""")
                .bind("seq", seq)
                .bind("at", at)
                .bind("actor", actor)
                .bind("action", action)
                .bind("target", target)
                .bind("detail", detail)
                .bind("previous", previous)
                .bind("hash", hash)
                .execute();
        handle.afterCommit(() -> LOG.info("audit {} {} by {}: {} {}", seq, action, actor, target, hash));
        return new Entry(seq, at, actor, action, target, detail, previous, hash);
    }

    /** The entries after the given one, oldest first. */
    public List<Entry> list(Handle handle, long afterSeq, int limit) {
        return page(handle, "order by seq", afterSeq, limit);
    }

    /** Computes every hash anew. */
    public Verdict verify(Handle handle) {
        long count = 0;
        String previous = START;
        for (List<Entry> page = page(handle, "order by seq", 0, PAGE);
                !page.isEmpty();
                page = page(handle, "order by seq", count, PAGE)) {
            for (Entry entry : page) {
                if (entry.seq() != count + 1) {
                    return broken(count, previous, "entry " + (count + 1) + " is missing");
                }
                if (!entry.previousHash().equals(previous)) {
                    return broken(count, previous, "entry " + entry.seq() + " does not follow the one before it");
                }
                String expected = hash(
                        entry.seq(),
                        entry.at(),
                        entry.actor(),
                        entry.action(),
                        entry.target(),
                        entry.detail(),
                        previous);
                if (!entry.hash().equals(expected)) {
                    return broken(count, previous, "entry " + entry.seq() + " was changed after it was written");
                }
                previous = entry.hash();
                count = entry.seq();
            }
        }
        return new Verdict(count, previous, Optional.empty());
    }

    private static Verdict broken(long count, String head, String what) {
        return new Verdict(count, head, Optional.of(what));
    }

    private static List<Entry> page(Handle handle, String order, long afterSeq, int limit) {
        return handle.createQuery("select * from audit_entry where seq > :after " + order + " limit :limit")
                .bind("after", afterSeq)
                .bind("limit", limit)
                .map((rs, context) -> new Entry(
                        rs.getLong("seq"),
                        rs.getTimestamp("at").toInstant(),
                        rs.getString("actor"),
                        rs.getString("action"),
                        rs.getString("target"),
                        rs.getString("detail"),
                        rs.getString("previous_hash"),
                        rs.getString("hash")))
                .list();
    }

    /** Every part with its length before it, so that no two different rows are hashed alike. */
    private static String hash(
            long seq, Instant at, String actor, String action, String target, String detail, String previous) {
        StringBuilder text = new StringBuilder();
        for (String part : List.of(Long.toString(seq), at.toString(), actor, action, target, detail, previous)) {
            text.append(part.length()).append(':').append(part).append(';');
        }
        return Ids.sha256(text.toString());
    }
}
