-- What is read from providers on our own account: standing syncs, backfills, comparisons. One row each, a page at a time.
create table sync (
    id             text primary key,
    kind           text        not null check (kind in ('SYNC', 'BACKFILL', 'COMPARISON')),
    connection_id  text        not null,
    tenant_id      text        not null,
    resource       text        not null,
    state          text        not null check (state in ('RUNNING', 'PAUSED', 'DELETING', 'REFUSED', 'DONE', 'CANCELLED')),
    every_seconds  double precision,
    overlap_seconds double precision not null default 0,
    window_from    timestamptz,
    window_until   timestamptz,
    cursor_at      timestamptz,
    cursor_id      text        not null default '',
    complete_until timestamptz not null default now(),
    revision       bigint      not null default 0,
    due_at         timestamptz not null default now(),
    pages          bigint      not null default 0,
    seen           bigint      not null default 0,
    told           bigint      not null default 0,
    remaining      bigint,
    known          bigint,
    missing        bigint,
    failures       int         not null default 0,
    failure_kind   text,
    failure_code   text,
    failure_detail text,
    created_at     timestamptz not null default now(),
    created_by     text        not null,
    reason         text        not null,
    finished_at    timestamptz
) with (fillfactor = 50);
comment on column sync.overlap_seconds is 'How much of the time that was read before each pass of a standing sync reads again';
comment on column sync.window_from is 'With window_until: what the present pass reads; null between two passes of a standing sync';
comment on column sync.cursor_at is 'With cursor_id: the place in the pass that its next page begins after; null at its start';
comment on column sync.complete_until is 'Of a standing sync: every change before this has been read';
comment on column sync.revision is 'Grows with every change; a page that was read under an older one is thrown away';
comment on column sync.state is 'DELETING: the comparison is over and what is missing is told. REFUSED: too much is missing, a person decides';
create unique index sync_one_at_a_time on sync (connection_id, resource, kind) where finished_at is null;
create index sync_due on sync (due_at) where state in ('RUNNING', 'DELETING');

-- The records a provider has shown us, so that those it does not show any more are found.
create table known_record (
    connection_id text        not null,
    resource      text        not null,
    record_id     text        not null,
    seen_at       timestamptz not null default now(),
    primary key (connection_id, resource, record_id)
) with (fillfactor = 80);
