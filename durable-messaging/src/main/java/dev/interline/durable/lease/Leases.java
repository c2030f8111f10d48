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

    /** Gives back what we hold, so that another process need not wait. */
    public void release(Handle handle, Collection<String> names) {
        handle.createUpdate("update lease set leased_until = '-infinity' where name = any(:names) and owner = :owner")
                .bindArray("names", String.class, names)
                .bind("owner", owner)
                .execute();
    }
}
