-- A command that nobody confirms is sent again; some wait for a second person; some hold
-- only for a while.

alter table command
    add column again_s     real,             -- the first pause; null: it is sent once
    add column tries       smallint not null default 0,
    add column due_at      timestamptz not null default now(),
    add column approved_by text not null default '';

-- What waits for a second person, and what they said. It becomes a command of its id.
create table approval (
    id         uuid primary key,
    entity     text not null,
    name       text not null,
    command    jsonb not null,
    terms      jsonb not null,
    why        jsonb not null,               -- sentence by language
    asked_by   text not null,
    asked_at   timestamptz not null default now(),
    expires_at timestamptz not null,
    state      text not null default 'waiting'
               check (state in ('waiting', 'approved', 'refused', 'expired')),
    decided_by text not null default '',
    decided_at timestamptz,
    reason     text not null default ''
);
create index approval_waiting on approval (expires_at) where state = 'waiting';
create index approval_asked on approval (asked_at);

-- What holds until a moment: then what was before is ordered back.
create table override (
    id        uuid primary key,              -- of the command that began it
    entity    text not null,
    name      text not null,
    value     jsonb,
    back      jsonb,                         -- what is ordered at the end
    by        text not null,
    again_s   real,
    expires_after_s real not null,           -- of the command that ends it
    began_at  timestamptz not null default now(),
    until_at  timestamptz not null,
    ended_at  timestamptz,
    ended_by  text not null default '',      -- empty: its time came
    trouble   text not null default ''       -- why what ends it is refused just now
);
create unique index override_open on override (entity, name) where ended_at is null;
create index override_due on override (until_at) where ended_at is null;
