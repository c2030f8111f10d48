-- Inbound: what providers told us, byte-exact, and each event in it once.
create table webhook_delivery (
    id            uuid primary key,
    connection_id text        not null,
    received_at   timestamptz not null default now(),
    secret_index  int         not null,
    headers       text        not null,
    body          bytea       not null
);
comment on column webhook_delivery.secret_index is 'Which of the connection''s signing secrets verified it (0 = newest)';

create table provider_event (
    id            uuid primary key,
    delivery_id   uuid        not null,
    position      int         not null,
    connection_id text        not null,
    dedupe_key    text        not null,
    type          text        not null,
    state         text        not null check (state in ('TRANSLATED', 'REFETCHING', 'IGNORED', 'UNMAPPABLE')),
    reason        text,
    received_at   timestamptz not null default now(),
    constraint provider_event_once unique (connection_id, dedupe_key)
);
create index provider_event_unmappable on provider_event (connection_id, received_at) where state = 'UNMAPPABLE';

create table quarantined_delivery (
    id            uuid primary key,
    connection_id text        not null,
    received_at   timestamptz not null default now(),
    reason        text        not null,
    headers       text        not null,
    body          bytea       not null
);
create index quarantined_delivery_by_age on quarantined_delivery (connection_id, received_at);

create table inbox (
    consumer    text        not null,
    message_key text        not null,
    handled_at  timestamptz not null default now(),
    primary key (consumer, message_key)
);
create index inbox_by_age on inbox (handled_at);

-- Outbound: messages committed with the effect they tell of.
create table outbox (
    id           bigint generated always as identity primary key,
    shard        int         not null,
    topic        text        not null,
    record_key   text        not null,
    envelope     text        not null,
    payload      text        not null,
    created_at   timestamptz not null default now(),
    published_at timestamptz
);
create index outbox_unpublished on outbox (shard, id) where published_at is null;
create index outbox_published on outbox (published_at) where published_at is not null;

create table lease (
    name         text primary key,
    owner        text        not null,
    token        bigint      not null,
    leased_until timestamptz not null
);

-- Lanes: per entity, one command at a time, in order.
create table lane (
    lane_key      text primary key,
    connection_id text        not null,
    next_due_at   timestamptz,
    leased_until  timestamptz not null default '-infinity',
    lease_owner   text,
    lease_token   bigint      not null default 0,
    dirty         boolean     not null default false
);
comment on column lane.next_due_at is 'When the head command is due; null when nothing waits';
comment on column lane.dirty is 'A command of this lane was given up: the entity needs reconciliation';
create index lane_due on lane (next_due_at) where next_due_at is not null;

create table command (
    id               text primary key,
    seq              bigint generated always as identity,
    lane_key         text        not null,
    connection_id    text        not null,
    tenant_id        text        not null,
    type             text        not null,
    envelope         text        not null,
    payload          text        not null,
    coalesce_key     text,
    state            text        not null check (state in
                     ('PENDING', 'IN_FLIGHT', 'DONE', 'DEAD', 'UNKNOWN', 'SUPERSEDED')),
    attempts         int         not null default 0,
    due_at           timestamptz not null default now(),
    created_at       timestamptz not null default now(),
    first_attempt_at timestamptz,
    finished_at      timestamptz,
    failure_kind     text,
    failure_code     text,
    failure_detail   text
);
create index command_waiting on command (lane_key, seq) where state in ('PENDING', 'IN_FLIGHT');
create index command_finished on command (finished_at) where finished_at is not null;

-- Every call that may have an effect at a provider, begun before it is sent.
create table provider_call (
    id              uuid primary key,
    command_id      text        not null,
    operation       text        not null,
    idempotency     text        not null,
    idempotency_key text        not null,
    request_hash    text        not null,
    started_at      timestamptz not null default now(),
    finished_at     timestamptz,
    outcome         text,
    status          int
);
create index provider_call_by_command on provider_call (command_id, started_at);

create table connection_pause (
    connection_id text primary key,
    paused_until  timestamptz not null,
    reason        text        not null
);

create table dead_letter (
    id             uuid primary key,
    created_at     timestamptz not null default now(),
    source         text        not null,
    message_id     text        not null,
    type           text        not null,
    tenant_id      text        not null,
    correlation_id text        not null,
    causation_id   text,
    failure_kind   text        not null,
    failure_code   text        not null,
    detail         text        not null,
    envelope       text        not null,
    payload        text        not null
);
create index dead_letter_by_age on dead_letter (created_at);
create unique index dead_letter_once on dead_letter (source, message_id);
