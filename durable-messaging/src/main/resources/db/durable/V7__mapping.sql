-- Versions of mappings that are not in the release: of the base, or overlays of a tenant. The packaged file is version 0 of a
-- base and has no row.
create table mapping_version (
    mapping    text        not null,
    tenant_id  text        not null,
    version    int         not null check (version > 0),
    content    text        not null,
    sha256     text        not null,
    samples    text,
    created_at timestamptz not null default now(),
    created_by text        not null,
    reason     text        not null,
    primary key (mapping, tenant_id, version),
    constraint mapping_version_once unique (mapping, tenant_id, sha256)
);
comment on column mapping_version.tenant_id is 'Whose overlay it is; empty for a base';
comment on column mapping_version.samples is 'Inputs with what must come of them, as JSON; null: those in the release';

-- What was made active, oldest first. Active is the newest that is not undone; if there is none, version 0.
create table mapping_activation (
    seq          bigint generated always as identity primary key,
    mapping      text        not null,
    tenant_id    text        not null,
    version      int         not null,
    activated_at timestamptz not null default now(),
    activated_by text        not null,
    forced       boolean     not null,
    undone_at    timestamptz
);
comment on column mapping_activation.version is '0: the packaged base, or no overlay';
comment on column mapping_activation.forced is 'Made active although its samples did not pass';
create index mapping_activation_active on mapping_activation (mapping, tenant_id, seq) where undone_at is null;
