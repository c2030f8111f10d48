-- Which providers do not answer a connection, shared by all replicas. No row: all is well.
create table connection_breaker (
    connection_id  text primary key,
    failures       int         not null,
    lanes          text[]      not null,
    last_failed_at timestamptz not null,
    last_code      text        not null,
    open_seconds   double precision not null default 0,
    open_until     timestamptz,
    probe_until    timestamptz not null default '-infinity',
    probe_lane     text
) with (fillfactor = 50);
comment on column connection_breaker.failures is 'Commands in a row that met no answer';
comment on column connection_breaker.lanes is 'The lanes they were of, at most 50';
comment on column connection_breaker.open_until is 'Until when no lane of the connection is claimed, after that one at a time; null while closed';
comment on column connection_breaker.probe_lane is 'The one lane that tries whether the provider answers again, until probe_until';

-- Lanes are claimed connection by connection, so that no connection takes all workers.
drop index lane_due;
create index lane_due on lane (connection_id, next_due_at) where next_due_at is not null;
