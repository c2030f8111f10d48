package dev.interline.durable.retention;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weekly partitions of the history tables: those of the coming weeks are made ahead, those past their retention are
 * dropped. Each table has a default partition for rows of any other time, so that an insert never fails for want of one;
 * what has come to stand there is moved when its week is made.
 */
public final class Partitions {

    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final int WEEKS_AHEAD = 4;
    private static final DateTimeFormatter NAME = DateTimeFormatter.BASIC_ISO_DATE;
    private static final long LOCK = 0x1E7E_11E5L;

    /** What a table is partitioned by. */
    private enum By {
        UUID_V7,
        TIME
    }

    private static final Map<String, By> TABLES = new TreeMap<>(Map.of(
            "webhook_delivery", By.UUID_V7,
            "personal_event", By.UUID_V7,
            "quarantined_delivery", By.UUID_V7,
            "provider_call", By.UUID_V7,
            "published_message", By.TIME,
            "command_history", By.TIME));

    private final Jdbi jdbi;
    private final RetentionPolicy policy;

    public Partitions(Jdbi jdbi, RetentionPolicy policy) {
        this.jdbi = jdbi;
        this.policy = policy;
    }

    /**
     * Brings the partitions up to the present, by the database's clock: one of a process that is wrong would drop what is
     * still to be kept.
     *
     * @return the names of the partitions made and dropped
     */
    public List<String> maintain() {
        return maintain(jdbi.withHandle(
                handle -> handle.select("select now()").mapTo(Instant.class).one()));
    }

    /**
     * Makes the partitions of this week and the next four, and drops those past their retention. Safe to call at any time
     * from any replica; each change is a short transaction, which gives way if a table is busy.
     *
     * @param now the time that counts as the present
     * @return the names of the partitions made and dropped
     */
    public List<String> maintain(Instant now) {
        List<String> changed = new ArrayList<>();
        LocalDate week =
                LocalDate.ofInstant(now, ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        TABLES.forEach((table, by) -> {
            for (int ahead = 0; ahead <= WEEKS_AHEAD; ahead++) {
                LocalDate from = week.plusWeeks(ahead);
                if (make(table, by, from)) {
                    changed.add(name(table, from));
                }
            }
            for (String partition : past(table, now.minus(policy.of(table)))) {
                if (drop(partition)) {
                    changed.add(partition);
                }
            }
        });
        return changed;
    }

    private boolean make(String table, By by, LocalDate week) {
        String partition = name(table, week);
        if (jdbi.withHandle(handle -> exists(handle, partition))) {
            return false;
        }
        return jdbi.inTransaction(handle -> {
            lock(handle);
            if (exists(handle, partition)) {
                return false;
            }
            String from = bound(by, week);
            String to = bound(by, week.plusWeeks(1));
            String column = by == By.UUID_V7 ? "id" : table.equals("command_history") ? "finished_at" : "published_at";
            handle.execute(
                    "create table " + partition + " (like " + table + " including defaults including constraints)");
            takeStatisticsOver(handle, table, partition);
            handle.execute("with moved as (delete from " + table + "_default where " + column + " >= '" + from
                    + "' and " + column + " < '" + to + "' returning *) insert into " + partition
                    + " select * from moved");
            handle.execute("alter table " + table + " attach partition " + partition + " for values from ('" + from
                    + "') to ('" + to + "')");
            LOG.info("made partition {}", partition);
            return true;
        });
    }

    /** How closely autovacuum looks at a column is not copied by {@code like}. */
    private static void takeStatisticsOver(Handle handle, String table, String partition) {
        handle.createQuery("""
                        select format('alter column %I set statistics %s', attname, attstattarget) from pg_attribute
                        where attrelid = cast(:table as regclass) and attnum > 0 and not attisdropped
                          and attstattarget >= 0""")
                .bind("table", table)
                .mapTo(String.class)
                .forEach(column -> handle.execute("alter table " + partition + " " + column));
    }

    /** The partitions that end before the given time. */
    private List<String> past(String table, Instant keptSince) {
        List<String> names = jdbi.withHandle(handle ->
                handle.createQuery("""
                        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = cast(:table as regclass)""").bind("table", table).mapTo(String.class).list());
        return names.stream()
                .filter(name -> weekOf(table, name)
                        .filter(week -> !week.plusWeeks(1)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant()
                                .isAfter(keptSince))
                        .isPresent())
                .sorted()
                .toList();
    }

    private boolean drop(String partition) {
        return jdbi.inTransaction(handle -> {
            lock(handle);
            if (!exists(handle, partition)) {
                return false;
            }
            handle.execute("drop table " + partition);
            LOG.info("dropped partition {}, which was past its retention", partition);
            return true;
        });
    }

    /** One maker or dropper at a time; one that meets a busy table gives up after two seconds and comes again later. */
    private static void lock(Handle handle) {
        handle.execute("set local lock_timeout = '2s'");
        handle.execute("select pg_advisory_xact_lock(" + LOCK + ")");
    }

    private static boolean exists(Handle handle, String partition) {
        return handle.createQuery("select to_regclass(:name) is not null")
                .bind("name", partition)
                .mapTo(Boolean.class)
                .one();
    }

    private static String name(String table, LocalDate week) {
        return table + "_w" + week.format(NAME);
    }

    private static Optional<LocalDate> weekOf(String table, String partition) {
        String prefix = table + "_w";
        if (!partition.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(partition.substring(prefix.length()), NAME));
        } catch (DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }

    private static String bound(By by, LocalDate day) {
        Instant at = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        return by == By.TIME ? at.toString() : smallestId(at).toString();
    }

    /** The smallest UUIDv7 of a moment: what sorts before every id made then. */
    static UUID smallestId(Instant at) {
        return new UUID(UuidCreator.getTimeOrderedEpochMin(at).getMostSignificantBits() & ~0xFFFFL, 0);
    }

    /** How long each kind of row is kept at least; a week is dropped when its last row is past that. */
    public record RetentionPolicy(Duration webhooks, Duration quarantine, Duration calls, Duration finished) {

        Duration of(String table) {
            return switch (table) {
                case "webhook_delivery", "personal_event" -> webhooks;
                case "quarantined_delivery" -> quarantine;
                case "provider_call" -> calls;
                default -> finished;
            };
        }
    }
}
