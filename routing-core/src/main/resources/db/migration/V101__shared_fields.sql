-- What each system has said and was told of a fact that several may change: what is said again is no change.
create table shared_field (
    tenant_id   text        not null,
    account_id  text        not null,
    field       text        not null,
    system      text        not null,
    said_hash   text,
    before_hash text,
    told_at     timestamptz not null default '-infinity',
    primary key (tenant_id, account_id, field, system)
);
comment on column shared_field.said_hash is 'SHA-256 of what it said last; null if it was told something else since';
comment on column shared_field.before_hash is 'SHA-256 of what it had before it was told the present value: it may say so until it has taken that';
comment on column shared_field.told_at is 'Infinity while it is to be told the same again';
