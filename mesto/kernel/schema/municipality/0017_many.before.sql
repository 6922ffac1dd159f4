-- An order to many: what one person wished, and what became of each it is for.

create table bulk (
    id         uuid primary key,
    ends       boolean not null default false, -- it ends what another one began
    type       text not null,                -- entity type
    "order"    text not null,                -- as the type's layer calls it
    wish       jsonb not null,               -- what people chose
    command    text not null,
    value      jsonb not null,               -- what the command carries
    again_s    real,
    expires_after_s real not null,           -- of each command
    terms      jsonb not null,
    note       text not null,                -- why, as who asked says it
    by         text not null,
    roles      text[] not null,              -- of who asked, where no account tells
    asked_at   timestamptz not null default now(),
    why        jsonb not null,               -- a second person is asked, by language
    state      text not null
               check (state in ('waiting', 'running', 'done', 'stopped', 'refused',
                                'expired')),
    expires_at timestamptz,                  -- until then somebody decides
    decided_by text not null default '',
    reason     text not null default '',
    told       boolean not null default false -- those who may decide know of it
);
create index bulk_asked on bulk (asked_at);
create index bulk_open on bulk (asked_at) where state in ('waiting', 'running');

-- Each gets one command at most, whose id is known before it is given.
create table bulk_target (
    bulk    uuid not null references bulk on delete cascade,
    number  integer not null,
    entity  text not null,
    command uuid not null,
    ends    uuid,                            -- what holds for a while and is ended
    state   text not null default 'waiting'
            check (state in ('waiting', 'giving', 'given', 'refused', 'cancelled')),
    says    jsonb not null default '{}',     -- why it is refused, by language
    primary key (bulk, number),
    unique (bulk, entity)
);
create index bulk_target_open on bulk_target (bulk, number)
 where state in ('waiting', 'giving');
create index bulk_target_command on bulk_target (command);

alter table approval add column told boolean not null default false;
