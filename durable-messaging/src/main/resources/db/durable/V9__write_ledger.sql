-- What we have written to providers' records, so that it is known when it comes back as a webhook.
create table own_write (
    connection_id text        not null,
    record_id     text        not null,
    field         text        not null,
    value_hash    text        not null,
    written_at    timestamptz not null default now(),
    primary key (connection_id, record_id, field)
);
create index own_write_by_age on own_write (written_at);
comment on column own_write.value_hash is 'SHA-256: the value itself may be personal data';
