-- What callers of the system API have asked for under an Idempotency-Key, and how they were answered: asking again with
-- the same key is answered the same and does nothing.
create table api_request (
    tenant_id   text        not null,
    key_hash    text        not null,
    fingerprint text        not null,
    caller      text        not null,
    command_id  text        not null,
    answer      text        not null,
    answered_at timestamptz not null default now(),
    primary key (tenant_id, key_hash)
);
comment on column api_request.key_hash is 'SHA-256 of the Idempotency-Key; callers may put anything into it';
comment on column api_request.fingerprint is 'SHA-256 over method, path and body: the same key with another request is refused';
comment on column api_request.caller is 'The name of the API key that asked';
create index api_request_by_age on api_request (answered_at);

-- Which record a finished command made or touched, for whoever asks what became of it.
alter table command_history add column result_id text;
comment on column command_history.result_id is 'What the provider calls the record; null where no answer named one';
