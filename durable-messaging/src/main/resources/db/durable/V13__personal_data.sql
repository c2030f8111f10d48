-- Which stored requests hold the data of which person, so that they are found the moment the person is to be forgotten.
create table personal_event (
    connection_id text not null,
    person        text not null,
    id            uuid not null,
    position      int  not null,
    primary key (connection_id, person, id, position)
) partition by range (id);
create table personal_event_default partition of personal_event default;
comment on table personal_event is 'One row for an event and a person; gone when the request is erased, or dropped with its week';
comment on column personal_event.person is 'The provider''s id of the person, with its kind: contact/151';
comment on column personal_event.id is 'The webhook_delivery''s; its time chooses the partition';

-- Who was forgotten: what comes late about them is erased as it comes.
create table forgotten_person (
    connection_id text        not null,
    person        text        not null,
    forgotten_at  timestamptz not null default now(),
    primary key (connection_id, person)
);
create index forgotten_person_by_age on forgotten_person (forgotten_at);

-- Persons who are one and the same since a merge: to forget one is to forget all.
create table merged_person (
    connection_id text        not null,
    person        text        not null,
    same_as       text        not null,
    merged_at     timestamptz not null default now(),
    primary key (connection_id, person, same_as)
);
create index merged_person_by_other on merged_person (connection_id, same_as);
create index merged_person_by_age on merged_person (merged_at);

alter table webhook_delivery add column erased_at timestamptz;
comment on column webhook_delivery.erased_at is 'When a person''s events were erased from the body; the rest stands as it came';
