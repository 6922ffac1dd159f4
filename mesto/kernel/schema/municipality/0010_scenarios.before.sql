-- What scenarios remember, what they wait for, and what they did. None of it is a
-- statement about the town; guests see nothing of it.

create table scenario_memory (
    scenario text not null,
    version  bigint not null,                -- another definition remembers nothing
    number   integer not null,               -- of the trigger
    subject  text not null,                  -- URN; empty: the town
    memory   jsonb not null,
    primary key (scenario, number, subject)
);

-- Runs that wait. A run goes on from `step` once.
create table scenario_pause (
    run      uuid not null,
    step     integer not null,
    scenario text not null,
    version  bigint not null,
    number   integer not null,
    heard    jsonb not null,
    due_at   timestamptz not null,
    primary key (run, step)
);
create index scenario_pause_due on scenario_pause (due_at);

-- Started by hand, by another system, or by another scenario; gone when it was heard.
create table scenario_call (
    id        uuid primary key,
    scenario  text not null,
    sort      text not null,
    entity    text not null,
    payload   jsonb,
    by        text not null,
    called_at timestamptz not null default now()
);

create table scenario_run (
    run         uuid not null,
    step        integer not null,            -- from which it went
    scenario    text not null,
    version     bigint not null,
    number      integer not null,
    entity      text not null,
    happened_at timestamptz not null,
    done_at     timestamptz not null default now(),
    outcome     text not null,
    told        jsonb not null,              -- checks, effects, and why
    primary key (run, step)
);
create index scenario_run_of on scenario_run (scenario, happened_at desc);
create index scenario_run_old on scenario_run (done_at);

-- What happened before there were scenarios sets none off.
insert into bookmark (reader, written_by, position)
values ('scenarios', pg_snapshot_xmin(pg_current_snapshot()), -1)
    on conflict (reader) do nothing;
