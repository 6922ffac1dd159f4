-- Who was told of which alarms, so that nobody is told twice.

-- A group of alarms is known by what explains it and since when it waits for somebody.
create table escalated (
    policy   text not null,
    step     smallint not null,
    entity   integer not null,
    began_at timestamptz not null,
    severity text not null,
    notice   uuid not null,                  -- many groups may be told of together
    told_at  timestamptz not null default now(),
    primary key (policy, step, entity, began_at)
);
create index escalated_group on escalated (entity, began_at);
create index escalated_told on escalated (told_at);

-- Notices that are decided and on their way; written with the rows above.
create table escalation (
    id      uuid primary key,
    notice  jsonb not null,
    made_at timestamptz not null default now()
);
