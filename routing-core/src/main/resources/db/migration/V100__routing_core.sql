-- Accounts: the companies we serve, and what each connected system calls them.
create table account (
    tenant_id  text        not null,
    account_id text        not null,
    created_at timestamptz not null default now(),
    closed_at  timestamptz,
    primary key (tenant_id, account_id)
);
comment on column account.closed_at is 'When the owner of accounts removed it';

create table cross_reference (
    tenant_id      text not null,
    canonical_type text not null,
    canonical_id   text not null,
    system         text not null,
    external_id    text not null,
    primary key (tenant_id, canonical_type, system, external_id),
    constraint cross_reference_one_per_system unique (tenant_id, canonical_type, canonical_id, system)
);

-- Facts about accounts, each from its owner, each guarded by its version.
create table account_field (
    tenant_id    text        not null,
    account_id   text        not null,
    field        text        not null,
    value        text        not null,
    version_at   timestamptz not null,
    version_rank int         not null,
    version_tie  text        not null,
    primary key (tenant_id, account_id, field)
);

create table subscription (
    tenant_id       text        not null,
    subscription_id text        not null,
    account_id      text        not null,
    status          text        not null,
    plans           text        not null,
    version_at      timestamptz not null,
    version_rank    int         not null,
    version_tie     text        not null,
    primary key (tenant_id, subscription_id)
);
create index subscription_by_account on subscription (tenant_id, account_id);

create table invoice (
    tenant_id  text not null,
    invoice_id text not null,
    account_id text not null,
    state      text not null check (state in ('FAILED', 'PAID')),
    primary key (tenant_id, invoice_id)
);

create table ticket (
    tenant_id       text        not null,
    ticket_id       text        not null,
    organization_id text,
    status          text        not null,
    priority        text        not null,
    escalated_at    timestamptz,
    version_at      timestamptz not null,
    version_rank    int         not null,
    version_tie     text        not null,
    primary key (tenant_id, ticket_id)
);
create index ticket_by_organization on ticket (tenant_id, organization_id);

-- What each system was last told of an account: nothing is told twice, and our own echo is known.
create table last_command (
    tenant_id  text not null,
    account_id text not null,
    system     text not null,
    fields     text not null,
    primary key (tenant_id, account_id, system)
);
