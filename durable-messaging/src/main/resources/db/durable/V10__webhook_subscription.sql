-- How the webhook subscriptions of each connection stand at its provider, and when a heartbeat last came through.
create table webhook_subscription (
    connection_id    text primary key,
    tenant_id        text        not null,
    kept_by          text        not null,
    provider_id      text,
    due_at           timestamptz not null default 'infinity',
    asked            text check (asked in ('CHECK', 'REPAIR')),
    asked_by         text,
    checked_at       timestamptz,
    findings         text        not null default '[]',
    failures         int         not null default 0,
    failure_code     text,
    failure_detail   text,
    beat_due_at      timestamptz not null default 'infinity',
    beat_record      text,
    beat_token       text,
    beat_sent_at     timestamptz,
    beat_through_at  timestamptz,
    beat_took_millis bigint,
    beat_failure     text,
    declared_at      timestamptz not null default now()
);
comment on column webhook_subscription.kept_by is 'The connection whose row has the findings: its own, or another one of the same app';
comment on column webhook_subscription.provider_id is 'The provider''s id of the subscription that is ours, as last seen';
comment on column webhook_subscription.asked is 'What a person has asked for; it is done at once, whatever the mode is';
comment on column webhook_subscription.findings is 'JSON array of kind and detail; empty if all is as it should be';
comment on column webhook_subscription.beat_record is 'The record at the provider that heartbeats change';
comment on column webhook_subscription.beat_token is 'The heartbeat that is under way; null when it has come through';
comment on column webhook_subscription.beat_through_at is 'When one last was received, verified, stored, and all before it published';

-- Each change of a subscription, written down before it is made: what is still BEGUN may have happened or not.
create table webhook_subscription_repair (
    id            uuid primary key,
    connection_id text        not null,
    step          text        not null check (step in ('CREATE', 'CHANGE', 'DELETE', 'ADOPT_SECRET')),
    provider_id   text,
    state         text        not null check (state in ('BEGUN', 'DONE', 'FAILED')),
    detail        text        not null,
    begun_by      text        not null,
    begun_at      timestamptz not null default now(),
    ended_at      timestamptz
);
create index webhook_subscription_repair_by_connection on webhook_subscription_repair (connection_id, begun_at);
