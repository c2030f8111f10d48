-- What providers accept from us and sign with, set through the admin API; each row wins over the configuration file.
create sequence credential_version;

create table credential (
    connection_id    text        not null,
    kind             text        not null check (kind in ('API_TOKEN', 'OAUTH2_GRANT', 'SIGNING_SECRETS')),
    key_id           text        not null,
    sealed           bytea       not null,
    version          bigint      not null,
    changed_at       timestamptz not null default now(),
    changed_by       text        not null,
    renewed_at       timestamptz,
    renew_at         timestamptz,
    expires_at       timestamptz,
    renewing_until   timestamptz not null default '-infinity',
    refused_reason   text,
    primary key (connection_id, kind)
);
comment on column credential.key_id is 'Which key of interline.credentials.keys it is sealed with';
comment on column credential.sealed is 'AES-256-GCM: nonce, ciphertext, tag; bound to connection and kind';
comment on column credential.version is 'Grows with every change of the secret; what was read at another version is stored by nobody';
comment on column credential.renew_at is 'When an OAuth2 access token is to be renewed, somewhat before it expires';
comment on column credential.renewing_until is 'Until when one process alone may ask for a new access token';
comment on column credential.refused_reason is 'Why the provider gives no more tokens for this grant; somebody has to authorize anew';

-- When each webhook secret has verified last, known by a fingerprint: what a rotation waits for.
create table signing_secret_use (
    connection_id    text        not null,
    fingerprint      text        not null,
    last_verified_at timestamptz not null,
    primary key (connection_id, fingerprint)
);
