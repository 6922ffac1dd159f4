-- What boards ask of many assets, kept by the hour: a board reads what a town came to,
-- never the history of each of its lamps.

create table measure (
    id         integer generated always as identity primary key,
    definition text not null unique,         -- a Measure as JSON
    attribute  integer,                      -- null: states, noted by who judges them
    asked_at   timestamptz not null default now()
);

create table measure_hour (
    measure  integer not null,
    start    timestamptz not null,
    entities integer not null,               -- heard in this hour
    heard    integer not null,               -- heard on its day (UTC), so far
    total    double precision not null,      -- of the means of the entities
    least    double precision not null,
    greatest double precision not null,
    primary key (measure, start)
);

-- Hours to be reckoned, once or again.
create table measure_due (
    measure integer not null,
    start   timestamptz not null,
    due     timestamptz not null,
    news    integer not null default 1,      -- grows while more arrives
    primary key (measure, start)
);
create index measure_due_start on measure_due (start);
