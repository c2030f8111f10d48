package dev.interline.durable.lease;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Named leases in the database, by the database's clock, with a token that grows at every change of hands. */
public final class Leases {

    private final String owner;

    /** @param owner a name no other running process has; a restarted process may take its own leases back at once */
    public Leases(String owner) {
        this.owner = owner;
    }

    /** Makes the leases known, so that they can be taken; does nothing for those that are. */
    public void declare(Handle handle, Collection<String> names) {
        handle.createUpdate("""
                        insert into lease (name, owner, token, leased_until)
                        select n, '', 0, '-infinity' from unnest(:names) as n
                        on conflict (name) do nothing""").bindArray("names", String.class, names).execute();
    }

    /**
     * Takes or keeps those of the leases that are free, expired or already ours, and answers which we hold now.
     */
    public List<String> acquire(Handle handle, Collection<String> names, Duration length) {
        return handle.createQuery("""
                        with free as materialized (
                            select name from lease
                            where name = any(:names) and (owner = :owner or leased_until < now())
                            order by name
                            for update skip locked)
                        update lease l
                        set token = case when l.owner = :owner then l.token else l.token + 1 end,
                            owner = :owner,
                            leased_until = now() + make_interval(secs => :seconds)
                        from free where l.name = free.name
                        returning l.name""")
                .bindArray("names", String.class, names)
                .bind("owner", owner)
                .bind("seconds", length.toMillis() / 1000.0)
                .mapTo(String.class)
                .list();
    }

    /**
     * Takes or keeps a fair share of the leases: as many as there are leases for each process that wants some, rounded up.
     * What we hold beyond that is given back, so that a process that joins gets its share within one round of each other.
     *
     * @param group a name for those who share; each of them is known by a lease {@code group/member/<owner>}
     * @return the leases we hold now
     */
    public List<String> acquireShare(Handle handle, String group, List<String> names, Duration length) {
        String prefix = group + "/member/";
        long members = handle.createQuery("""
                        with me as (
                            insert into lease (name, owner, token, leased_until)
                            values (:prefix || :owner, :owner, 1, now() + make_interval(secs => :seconds))
                            on conflict (name) do update set leased_until = excluded.leased_until)
                        select 1 + count(*) from lease
                        where starts_with(name, :prefix) and name <> :prefix || :owner and leased_until > now()""")
                .bind("prefix", prefix)
                .bind("owner", owner)
                .bind("seconds", length.toMillis() / 1000.0)
                .mapTo(Long.class)
                .one();
        long share = (names.size() + members - 1) / members;
        handle.createUpdate("""
                        update lease set leased_until = '-infinity'
                        where name in (select name from lease
                                       where name = any(:names) and owner = :owner and leased_until > now()
                                       order by name offset :share)""")
                .bindArray("names", String.class, names)
                .bind("owner", owner)
                .bind("share", share)
                .execute();
        return handle.createQuery("""
                        with mine as materialized (
                            select name from lease
                            where name = any(:names) and (owner = :owner and leased_until > now() or leased_until < now())
                            order by (owner = :owner and leased_until > now()) desc, name
                            limit :share for update skip locked)
                        update lease l
                        set token = case when l.owner = :owner then l.token else l.token + 1 end,
                            owner = :owner,
                            leased_until = now() + make_interval(secs => :seconds)
                        from mine where l.name = mine.name
                        returning l.name""")
                .bindArray("names", String.class, names)
                .bind("owner", owner)
                .bind("share", share)
                .bind("seconds", length.toMillis() / 1000.0)
                .mapTo(String.class)
                .list();
    }

    /** Says that we want no share any more. */
    public void leave(Handle handle, String group) {
        handle.createUpdate("delete from lease where name = :name")
                .bind("name", group + "/member/" + owner)
                .execute();
    }

    /** Gives back what we hold, so that another process need not wait. */
    public void release(Handle handle, Collection<String> names) {
        handle.createUpdate("update lease set leased_until = '-infinity' where name = any(:names) and owner = :owner")
                .bindArray("names", String.class, names)
                .bind("owner", owner)
                .execute();
    }
}
