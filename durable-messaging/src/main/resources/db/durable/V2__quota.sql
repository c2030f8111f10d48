-- What a provider lets each connection do in a time, shared by all replicas.
create table quota_bucket (
    connection_id     text             not null,
    limit_name        text             not null,
    permits           int              not null,
    capacity          double precision not null,
    refill_per_second double precision not null,
    tokens            double precision not null,
    refilled_at       timestamptz      not null default clock_timestamp(),
    paused_until      timestamptz      not null default '-infinity',
    pause_reason      text,
    provider_limit    int,
    provider_remaining int,
    observed_at       timestamptz,
    primary key (connection_id, limit_name)
) with (fillfactor = 50);
comment on column quota_bucket.permits is 'What is allowed in the limit''s interval, as configured';
comment on column quota_bucket.tokens is 'What could be taken at refilled_at';
comment on column quota_bucket.provider_remaining is 'What the provider said is left, at observed_at';
