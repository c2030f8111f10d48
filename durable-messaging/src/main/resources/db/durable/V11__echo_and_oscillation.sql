-- A field may be written twice before the first write comes back: each value is known by itself.
alter table own_write drop constraint own_write_pkey;
alter table own_write add primary key (connection_id, record_id, field, value_hash);

-- The changes of fields that several systems may change, to see one that goes back and forth.
create table field_change (
    id         bigint generated always as identity primary key,
    tenant_id  text        not null,
    record_id  text        not null,
    field      text        not null,
    system     text        not null,
    value_hash text        not null,
    changed_at timestamptz not null default clock_timestamp()
);
create index field_change_by_field on field_change (tenant_id, record_id, field, id);
create index field_change_by_age on field_change (changed_at);
comment on column field_change.value_hash is 'SHA-256: the value itself may be personal data';

-- Fields of records that nothing is told of until a person lets them go.
create table field_hold (
    tenant_id  text        not null,
    record_id  text        not null,
    field      text        not null,
    systems    text[]      not null,
    changes    int         not null,
    held_at    timestamptz not null default now(),
    message_id text        not null,
    primary key (tenant_id, record_id, field)
);
comment on column field_hold.message_id is 'The message whose change was one too many';
