-- Autovacuum analyzed these tables every minute under load, 30,000 rows of each, bodies and payloads too: a tenth and more of the
-- server's work. Every statement that runs while events flow goes by index, so that a small sample is enough;
-- texts that nobody asks by are not looked at.
do $$
declare
    found record;
begin
    for found in
        select c.oid::regclass as relation, a.attname,
               case when a.attname in ('headers', 'body', 'envelope', 'payload', 'failures', 'failure_detail',
                                       'request_hash')
                    then 0 else 10 end as target
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname in ('webhook_delivery', 'provider_event', 'quarantined_delivery', 'personal_event', 'inbox',
                            'outbox', 'published_message', 'lane', 'command', 'command_history', 'provider_call',
                            'own_write', 'field_change')
          and a.attnum > 0 and not a.attisdropped
    loop
        execute format('alter table %s alter column %I set statistics %s',
                       found.relation, found.attname, found.target);
    end loop;
end
$$;
